"""Paths of the pages of accounts."""

from django.urls import path

from accounts import views
from accounts.pages import account, confirm, password_reset

urlpatterns = [
    path("login", views.login, name="login"),
    path("register", views.register, name="register"),
    path("logout", views.logout, name="logout"),
    path("confirm", confirm.confirm, name="confirm"),
    path("password", password_reset.forgot, name="forgot"),
    path("password/<str:token>", password_reset.reset, name="reset"),
    path("profile", account.profile, name="profile"),
    path("profile/password", account.password, name="password"),
    path("profile/sign-ins", account.sign_ins, name="sign_ins"),
    path("profile/delete", account.delete, name="delete_account"),
    path("i18n/setlang", views.set_language, name="set_language"),
]
