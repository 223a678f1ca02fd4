/** Types of what goes over the wire (docs/protocol.md), and of what the browser keeps beside the DOM. */

import type * as api from "./api_types";

export type { Column, Hue, Label, Member, Message, PlacedCard, Role } from "./api_types";
export type FileFacts = api.File;
/** A card as the board has it, or with the description that events of single cards carry. */
export type Card = api.OpenCard & { description?: string };

/** An event of the log. `html` is set for pages that joined with fragments. */
export interface LoggedEvent<Payload = any> extends Omit<api.Event, "payload" | "changes"> {
  payload: Payload;
  /** `[old, new]` by field. */
  changes: Record<string, [any, any]>;
  html?: string;
  /** The card's node, when the event was split from one of several cards. */
  element?: HTMLElement;
}

/** The payloads of the events that change the board. Events of several cards are split before they are applied. */
export interface EventPayloads {
  "card.created": Card;
  "card.updated": Card;
  "card.moved": Card;
  "card.archived": Card;
  "card.restored": Card;
  "card.deleted": Card;
  "column.created": api.Column;
  "column.updated": api.Column;
  "column.moved": api.Column;
  "column.restored": api.Column;
  "column.deleted": api.Column;
  "column.sorted": api.SortedColumn;
  "label.updated": api.Label;
  "label.deleted": api.Label;
  "label.restored": api.Label;
  "file.deleted": api.File;
  "comment.created": api.ToldComment;
  "comment.deleted": api.ToldComment;
  "comment.restored": api.ToldComment;
  "checklist.created": api.ToldChecklist;
  "checklist.deleted": api.ToldChecklist;
  "checklist_item.created": api.ToldItem;
  "checklist_item.updated": api.ToldItem;
  "checklist_item.deleted": api.ToldItem;
  "checklist_item.converted": api.ConvertedCard;
  "checklist_item.unconverted": api.ToldItem;
  "member.updated": api.Member;
  "member.removed": Pick<api.Member, "userId">;
  "invitation.accepted": { member: api.Member };
  "project.updated": api.Project & { hue?: string };
  "project.deleted": api.Project;
}

export interface Signal {
  type: string;
  projectId: string;
  payload: any;
}

export interface Ack {
  type: "ack";
  ref: string;
  eventId?: string;
  seq?: number;
  payload: any;
}

export interface JoinAnswer {
  seq: number;
  role?: api.Role;
  presence?: { userId: string }[];
  events?: LoggedEvent[];
  resync?: boolean;
}

export interface ErrorBody {
  code: string;
  detail?: string;
  fields?: Record<string, string[]>;
  current?: any;
  retryAfter?: number;
  /** Storage used and allowed, when the project is full. */
  used?: number;
  quota?: number;
}

/** What the user saw when the command was issued: the version, and the fields that it changes. */
export interface Seen {
  version: number;
  [field: string]: any;
}

/** A queued command. `sent` is its final payload, fixed when it is first sent, because a retry must be equal. */
export interface Entry {
  eventId: string;
  /** The first eventId of the user's intent. A command that replaces this one on a newer version keeps it. */
  wish?: string;
  type: string;
  entity: string;
  payload: Record<string, any>;
  seen?: Seen;
  at: number;
  tab: string;
  sent?: Record<string, any>;
  /** How often it was replaced because its neighbour was gone. */
  again?: number;
  /** The ids of all entities that it changes, if there are several. */
  entities?: string[];
  /** The state before an undone command, by entity: only what the page can preview. */
  before?: Record<string, Before>;
  /** Of an undo: the `wish` of the command that it undoes. */
  undoes?: string;
}

/** A step of the undo history. Each part is a command, undone by the seq of its event. */
export interface Step {
  parts: { wish: string; entities: string[]; before: Record<string, Before>; seq?: number }[];
  /** A description of the change. */
  text?: string;
  entry?: Entry;
  /** Is the step an undo itself? Then reverting it is a redo. */
  isUndo?: boolean;
  /** Was the step reverted or replaced? */
  isClosed?: boolean;
  close?: () => void;
}

/** The previewed state before a command. `columnId` is null for a card that was not on the board, `after` for the first. */
export interface Before {
  columnId?: string | null;
  after?: string | null;
  title?: string;
  shown?: boolean;
  [field: string]: any;
}

export interface Bootstrap {
  projectId: string;
  seq: number;
  key: string;
  language: string;
  me: { id: string; displayName: string; role: api.Role };
  members: api.Member[];
  labels: api.Label[];
}

export type ConnectionState = "connecting" | "open" | "waiting" | "signed-out" | "ended";

declare global {
  function gettext(text: string): string;
  function ngettext(one: string, many: string, count: number): string;
}
