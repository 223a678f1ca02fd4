/** What goes over the wire (docs/protocol.md), and what the browser keeps beside the DOM. */

export type Role = "viewer" | "member" | "admin" | "owner";

export interface Card {
  id: string;
  number: number;
  key: string;
  projectId: string;
  columnId: string;
  title: string;
  description?: string;
  position: string;
  version: number;
  labelIds: string[];
  assigneeIds: string[];
  dueAt: string | null;
  archivedAt: string | null;
  createdBy: string | null;
  createdAt: string;
  updatedAt: string;
  commentCount: number;
  fileIds: string[];
  fileCount: number;
  coverFileId: string | null;
  coverFileId?: string | null;
}

/** Where a card stands in a column that was sorted. */
export interface PlacedCard {
  id: string;
  number: number;
  position: string;
  version: number;
}

export interface Column {
  id: string;
  projectId: string;
  name: string;
  color: string;
  position: string;
  wipLimit: number | null;
  version: number;
}

export interface Label {
  id: string;
  projectId: string;
  name: string;
  color: string;
}

export interface Member {
  userId: string;
  displayName: string;
  role: Role;
  joinedAt?: string;
}

/** `width` and `height` of pictures that can be shown. */
export interface FileFacts {
  id: string;
  projectId: string;
  name: string;
  size: number;
  contentType: string;
  width: number | null;
  height: number | null;
  uploaderId: string;
  createdAt: string;
}

export interface Message {
  id: string;
  projectId: string;
  authorId: string;
  text: string;
  files?: FileFacts[];
  createdAt: string;
  editedAt: string | null;
  deletedAt: string | null;
}

/** A fact of the log. `html` is there for pages that joined with fragments. */
export interface LoggedEvent {
  type: string;
  projectId: string;
  seq: number;
  eventId: string;
  actorId: string;
  at: string;
  payload: any;
  changes: Record<string, [any, any]>;
  html?: string;
  /** The card of an event that was one of many cards. */
  element?: HTMLElement;
  via?: string;
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
  role?: Role;
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
  /** Of a project that is full. */
  used?: number;
  quota?: number;
}

/** What the user saw when a command was made: the version, and the fields that the command is about. */
export interface Seen {
  version: number;
  [field: string]: any;
}

/** A command on its way. `sent` is its final payload, frozen when it is first sent: a repeat must be equal. */
export interface Entry {
  eventId: string;
  /** The first eventId of what the user wished; a wish that is sent anew on a newer version keeps it. */
  wish?: string;
  type: string;
  entity: string;
  payload: Record<string, any>;
  seen?: Seen;
  at: number;
  tab: string;
  sent?: Record<string, any>;
  /** How often it was made anew because its neighbour had gone. */
  again?: number;
  /** All that it is about, where that is more than `entity`. */
  entities?: string[];
  /** What it changes, as it was: by entity, only what a page can show at once. */
  before?: Record<string, Before>;
  /** Of an undo: the wish that it takes back. */
  undoes?: string;
}

/** What the user gave, and what takes it back: an event of the log for each part. */
export interface Step {
  parts: { wish: string; entities: string[]; before: Record<string, Before>; seq?: number }[];
  /** What was done, in words. */
  text?: string;
  entry?: Entry;
  /** It takes something back itself. */
  isUndo?: boolean;
  /** Nothing of it is left to take back. */
  isClosed?: boolean;
  close?: () => void;
}

/** `columnId` is null for a card that was not on the board; `after` is null for the first. */
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
  me: { id: string; displayName: string; role: Role };
  members: Member[];
  labels: Label[];
}

export type ConnectionState = "connecting" | "open" | "waiting" | "ended";

declare global {
  function gettext(text: string): string;
  function ngettext(one: string, many: string, count: number): string;
}
