"""Transfer of a project to another owner, for projects whose owners are gone or must be replaced."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from projects.models import Membership, Project
from projects.operator.admin import OperatorAdmin, with_refusal_message
from projects.permissions import Role


class NewOwner(forms.ModelChoiceField):
    def label_from_instance(self, member: Any) -> str:
        return f"{member.user.display_name} ({member.user.email}) · {member.get_role_display()}"


class TransferOwnershipForm(forms.Form):
    """A choice among all members who can sign in."""

    member = NewOwner(queryset=Membership.objects.none(), label=gettext_lazy("New owner"))

    def __init__(self, project: Project, *args: Any) -> None:
        super().__init__(*args)
        rows = Membership.objects.filter(project=project, user__is_active=True)
        self.fields["member"].queryset = rows.select_related("user").order_by("user__display_name", "pk")  # type: ignore[attr-defined]


class TransferOwnershipAdmin(OperatorAdmin):
    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.transfer_view)
        return [
            path("<path:object_id>/hand-over/", view, name="projects_project_hand_over"),
            *super().get_urls(),
        ]

    def transfer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        return with_refusal_message(request, self._transfer_view, object_id)

    def _transfer_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        project: Any = self.get_object(request, object_id)
        if project is None:
            raise Http404
        if not self.has_change_permission(request, project):
            raise PermissionDenied
        form = TransferOwnershipForm(project, *([request.POST] if request.method == "POST" else []))
        if form.is_valid():
            self.transfer(request, project, form.cleaned_data["member"])
            messages.success(request, _("Ownership of the project has been transferred."))
            return redirect("admin:projects_project_change", project.pk)
        owners = Membership.objects.filter(project=project, role=Role.OWNER).select_related("user")
        context = {
            **admin.site.each_context(request),
            "title": _("Transfer ownership"),
            "subtitle": str(project),
            "opts": self.opts,
            "project": project,
            "owners": owners,
            "form": form,
        }
        return TemplateResponse(request, "admin/projects/project/hand_over.html", context)

    def transfer(self, request: HttpRequest, project: Project, member: Membership) -> None:
        """Make `member` the only owner; former owners become admins.

        Owners are read under the project's lock, so that no command changes them in between.
        """
        with transaction.atomic():
            Project.objects.select_for_update(no_key=True).get(pk=project.pk)
            owners = Membership.objects.filter(project=project, role=Role.OWNER)
            if not owners.filter(pk=member.pk).exists():
                self._set_role(request, member, Role.OWNER)
            for owner in owners.exclude(pk=member.pk).order_by("pk"):
                self._set_role(request, owner, Role.ADMIN)
            self.log_change(request, project, [{"changed": {"fields": [gettext_noop("owner")]}}])

    def _set_role(self, request: HttpRequest, member: Membership, role: Role) -> None:
        ids = {"projectId": str(member.project_id), "userId": str(member.user_id)}
        self.command(request, "member.update", {**ids, "role": role.value})
