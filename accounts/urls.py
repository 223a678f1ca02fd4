"""The pages of accounts."""

from django.urls import path

from accounts import account_views, reset_views, views

urlpatterns = [
    path("login", views.login, name="login"),
    path("register", views.register, name="register"),
    path("logout", views.logout, name="logout"),
    path("password", reset_views.forgot, name="forgot"),
    path("password/<str:token>", reset_views.reset, name="reset"),
    path("profile", account_views.profile, name="profile"),
    path("profile/password", account_views.password, name="password"),
    path("profile/sign-ins", account_views.sign_ins, name="sign_ins"),
    path("profile/delete", account_views.delete, name="delete_account"),
    path("i18n/setlang", views.set_language, name="set_language"),
]
