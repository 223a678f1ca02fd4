"""Pages of this app: a new project, its members, an invitation."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.auth.recent_sign_in import ask_for_password
from accounts.pages.base import focus_first_error, return_to
from core.ids import uuid_or_none
from projects.commands.invitations import hash_of
from projects.errors import NotFound, PasswordNeeded, Refusal
from projects.member_names import name_apart
from projects.models import NAME_LENGTH, Invitation, Membership, Project
from projects.pages.base import (
    current_user,
    membership_or_404,
    refusal_text,
    run_command,
    try_command,
    with_retry_after,
)
from projects.pages.forms import InvitationForm, ProjectForm, SettingsForm, assignable
from projects.permissions import Role
from projects.project_keys import derive_key

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@login_required
def new_project(request: HttpRequest) -> HttpResponse:
    form = ProjectForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        given = {name: value for name, value in form.cleaned_data.items() if value}
        try:
            outcome = run_command(request, "project.create", **given)
            return redirect("board", project_id=outcome.answer["id"])
        except Refusal as refusal:
            for name, texts in refusal.extra.get("fields", {None: [refusal_text(refusal)]}).items():
                form.add_error(name, texts)
            focus_first_error(form)
            return with_retry_after(render(request, "projects/new.html", {"form": form}), refusal)
    focus_first_error(form)
    return render(request, "projects/new.html", {"form": form})


@require_safe
@login_required
def project_key(request: HttpRequest) -> JsonResponse:
    """Return the key that a project of this name would get."""
    name = request.GET.get("name", "")[:NAME_LENGTH].strip()
    return JsonResponse({"key": derive_key(name) if name else ""})


@page
@login_required
def members(request: HttpRequest, project_id: UUID) -> HttpResponse:
    membership = membership_or_404(request, project_id)
    if request.method == "POST":
        act = ACTIONS.get(request.POST.get("action", ""))
        if act is not None:
            return act(request, membership)
    return _show_members(request, membership)


def _set_role(request: HttpRequest, membership: Membership) -> HttpResponse:
    ids = {"projectId": str(membership.project_id), "userId": request.POST.get("user", "")}
    try:
        run_command(request, "member.update", **ids, role=request.POST.get("role", ""))
    except PasswordNeeded:
        return ask_for_password(request, then=request.path)
    except Refusal as refusal:
        messages.error(request, refusal_text(refusal))
    user_id = uuid_or_none(request.POST.get("user"))
    return _back_to(f"role-{user_id}" if user_id else "members-title", membership)


def _remove(request: HttpRequest, membership: Membership) -> HttpResponse:
    try_command(
        request, "member.remove", projectId=str(membership.project_id), userId=request.POST.get("user", "")
    )
    return _back_to("members-title", membership)


def _leave(request: HttpRequest, membership: Membership) -> HttpResponse:
    left = try_command(
        request, "member.remove", projectId=str(membership.project_id), userId=str(membership.user_id)
    )
    return redirect("projects") if left else _back_to("members-title", membership)


def _back_to(control: str, membership: Membership) -> HttpResponse:
    return return_to(control, "members", project_id=membership.project_id)


def _invite(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = InvitationForm(request.POST, own=Role(membership.role))
    if form.is_valid():
        email = form.cleaned_data["email"] or None
        try:
            outcome = run_command(
                request,
                "invitation.create",
                projectId=str(membership.project_id),
                role=form.cleaned_data["role"],
                email=email,
            )
            return _show_members(request, membership, fresh_url=outcome.answer["url"])
        except Refusal as refusal:
            form.add_error(None, refusal_text(refusal))
            return with_retry_after(_show_members(request, membership, form=form), refusal)
    return _show_members(request, membership, form=form)


def _revoke(request: HttpRequest, membership: Membership) -> HttpResponse:
    try_command(
        request,
        "invitation.revoke",
        projectId=str(membership.project_id),
        id=request.POST.get("invitation", ""),
    )
    return _back_to("invite-title", membership)


def _update(request: HttpRequest, membership: Membership) -> HttpResponse:
    form = SettingsForm(request.POST)
    if form.is_valid():
        try:
            values = form.cleaned_data
            run_command(
                request,
                "project.update",
                projectId=str(membership.project_id),
                name=values["name"],
                key=values["key"],
                removesLocation=values["removes_location"],
                **({"mentionAll": values["mention_all"]} if values["mention_all"] else {}),
            )
            messages.success(request, _("Saved."))
            return _back_to("project-save", membership)
        except Refusal as refusal:
            for name, texts in refusal.extra.get("fields", {None: [refusal_text(refusal)]}).items():
                form.add_error(name if name in form.fields else None, texts)
    return _show_members(request, membership, settings=form)


ACTIONS: dict[str, Callable[[HttpRequest, Membership], HttpResponse]] = {
    "role": _set_role,
    "remove": _remove,
    "leave": _leave,
    "invite": _invite,
    "revoke": _revoke,
    "update": _update,
}


def _show_members(
    request: HttpRequest,
    membership: Membership,
    *,
    form: InvitationForm | None = None,
    settings: SettingsForm | None = None,
    fresh_url: str | None = None,
) -> HttpResponse:
    own, project = Role(membership.role), membership.project
    rows = Membership.objects.filter(project=project).select_related("user").order_by("joined_at", "id")
    members = list(rows)
    name_apart([row.user for row in members])
    manages = own.may(Role.ADMIN)
    context = {
        "project": project,
        "role": membership.role,
        "can_manage": manages,
        "me_id": membership.user_id,
        "members": [_row(row, membership) for row in members],
        "fresh_url": fresh_url,
    }
    for refused in (form, settings):
        if refused:
            focus_first_error(refused)
    if manages:
        context["invitation_form"] = form or InvitationForm(own=own)
        facts = {
            "name": project.name,
            "key": project.key,
            "removes_location": project.removes_location,
            "mention_all": project.mention_all,
        }
        context["settings_form"] = settings or SettingsForm(initial=facts)
        context["invitations"] = [_open_invitation(row) for row in _open_invitations(project)]
    return render(request, "projects/members.html", context)


def _row(row: Membership, membership: Membership) -> dict[str, object]:
    own, theirs = Role(membership.role), Role(row.role)
    may_change = own.may(Role.ADMIN) and own.may(theirs)
    return {
        "id": row.user_id,
        "display_name": row.user.shown_name,
        "initials": row.user.initials,
        "hue": row.user.hue,
        "email": row.user.email if own.may(Role.ADMIN) else "",
        "role": row.role,
        "role_label": theirs.label,
        "is_me": row.pk == membership.pk,
        "roles": assignable(own) if may_change else [],
        "can_remove": may_change or row.pk == membership.pk,
    }


def _open_invitations(project: Project) -> Any:
    rows = Invitation.objects.open().backed().filter(project=project)
    return rows.select_related("created_by").order_by("-created_at")


def _open_invitation(row: Invitation) -> dict[str, object]:
    return {
        "id": row.pk,
        "role": row.role,
        "role_label": Role(row.role).label,
        "email": row.email,
        "created_by": row.created_by,
        "expires_at": row.expires_at,
    }


@page
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation, which does not use it up; a POST joins the project."""
    open_invitation = _invitation_of(token)
    if open_invitation is None:
        return render(request, "projects/gone.html", status=404)
    if not request.user.is_authenticated:
        return _ask_to_sign_in(request, open_invitation)
    if Membership.objects.filter(project=open_invitation.project, user=current_user(request)).exists():
        return redirect("board", project_id=open_invitation.project_id)
    if open_invitation.email not in ("", current_user(request).email):
        return render(request, "projects/gone.html", status=404)
    if request.method == "POST":
        return _join(request, open_invitation, token)
    return render(request, "projects/invitation.html", _facts(open_invitation))


def _invitation_of(token: str) -> Invitation | None:
    rows = Invitation.objects.open().backed().filter(token_hash=hash_of(token), project__deleted_at=None)
    return rows.select_related("project", "created_by").first()


def _join(request: HttpRequest, open_invitation: Invitation, token: str) -> HttpResponse:
    try:
        run_command(request, "invitation.accept", token=token)
    except NotFound:
        return render(request, "projects/gone.html", status=404)
    return redirect("board", project_id=open_invitation.project_id)


def _ask_to_sign_in(request: HttpRequest, open_invitation: Invitation) -> HttpResponse:
    query = urlencode({"next": request.path})
    urls = {"login_url": f"{reverse('login')}?{query}", "register_url": f"{reverse('register')}?{query}"}
    return render(request, "projects/invitation.html", {**_facts(open_invitation), **urls})


def _facts(open_invitation: Invitation) -> dict[str, object]:
    return {
        "project_name": open_invitation.project.name,
        "hue": open_invitation.project.hue,
        "role_label": Role(open_invitation.role).label,
        "invited_by": open_invitation.created_by,
    }
