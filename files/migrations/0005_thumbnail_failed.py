from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0004_full_text'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='thumbnail_failed',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
