"""The lock that orders the commands of a project: the row of the project, for the time of a transaction.

Two people who change the same card are ordered by it. Who comes second reads what the first has written.
"""

from django.db.models import QuerySet

from core.sql.prepared import Parameter, prepared
from projects.models import Project


@prepared
def locked_project(project_id: Parameter) -> QuerySet[Project]:
    return Project.objects.select_for_update(no_key=True).filter(pk=project_id)
