"""❤ and ❤️ are one reaction: every emoji has one form, and who gave both keeps one."""

from typing import Any

from django.db import migrations

from chat.emoji import one_form


def merge(apps: Any, schema_editor: Any) -> None:
    reactions = apps.get_model("chat", "Reaction").objects.using(schema_editor.connection.alias)
    for given in reactions.order_by().values_list("emoji", flat=True).distinct():
        emoji = one_form(given)
        if emoji in ("", given):
            continue
        for row in reactions.filter(emoji=given).iterator():
            again = reactions.filter(message_id=row.message_id, user_id=row.user_id, emoji=emoji)
            if again.exists():
                reactions.filter(pk=row.pk).delete()
            else:
                reactions.filter(pk=row.pk).update(emoji=emoji)


class Migration(migrations.Migration):
    dependencies = (("chat", "0005_rare_words"),)

    operations = (migrations.RunPython(merge, migrations.RunPython.noop),)
