"""Pages of this app."""

from django.urls import path

from notifications import views

urlpatterns = [
    path("notifications", views.notifications, name="notifications"),
    path("notifications/unread", views.unread_count, name="notifications_unread"),
    path("notifications/settings", views.settings, name="notification_settings"),
]
