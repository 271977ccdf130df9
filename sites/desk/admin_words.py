"""Words of Django's own that the desk says otherwise, for clerks at a counter.

Nothing calls these: Django asks for them by their text, and the product's catalogue, merged over
Django's, answers. They stand here so that the catalogue has them, and so that a test can say when
Django does not ask for one of them any more.
"""

from typing import Final

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

WORDS: Final = (
    _("Add"),
    _("Add %s"),
    _("Add %(name)s"),
    _("Change %s"),
    _("View %s"),
    _("Select %s"),
    _("Select %s to change"),
    _("Select %s to view"),
    _(" By %(filter_title)s "),
    _("Show counts"),
    _("Hide counts"),
    _("Clear all filters"),
    _("Empty"),
    _("Not empty"),
    _("Log out"),
    _("Logged out"),
    _("Log in again"),
    _("Thanks for spending some quality time with the web site today."),
    _("View site"),
    _("Breadcrumbs"),
    _("Error:"),
    _("Recent actions"),
    _("My actions"),
    _("None available"),
    _("Models in the %(name)s application"),
    _("%(app)s administration"),
    _("Model name"),
    _("Add link"),
    _("Change or view list link"),
    _("Action:"),
    _("Action"),
    _("Run the selected action"),
    _("0 of %(cnt)s selected"),
    _("Select all %(total_count)s %(module_name)s"),
    _("Clear selection"),
    _("Click here to select the objects across all pages"),
    _("Select all objects on this page for an action"),
    _("Select this object for an action - {}"),
    _("Items must be selected in order to perform actions on them. No items have been changed."),
    _("No action selected."),
    _("The {name} “{obj}” was added successfully."),
    _("You may edit it again below."),
    _("The {name} “{obj}” was added successfully. You may add another {name} below."),
    _("The {name} “{obj}” was changed successfully."),
    _("The {name} “{obj}” was changed successfully. You may edit it again below."),
    _("The {name} “{obj}” was changed successfully. You may add another {name} below."),
    _("%(name)s with ID “%(key)s” doesn’t exist. Perhaps it was deleted?"),
    _("You don’t have permission to view or edit anything."),
    _(
        "You are authenticated as %(username)s, but are not authorized to access this page. "
        "Would you like to login to a different account?"
    ),
    _(
        "Please enter the correct %(username)s and password for a staff account. Note that both "
        "fields may be case-sensitive."
    ),
    _("Save and add another"),
    _("Save and continue editing"),
    _("View selected %(model)s"),
    _("Change history: %s"),
    _("This object doesn’t have a change history. It probably wasn’t added via this admin site."),
    _("Date/time"),
    _(":"),
    _("Password change"),
    _("Change my password"),
    _("Password change successful"),
    _("Your password was changed."),
    _(
        "Please enter your old password, for security’s sake, and then enter your new password "
        "twice so we can verify you typed it in correctly."
    ),
    _("Your old password was entered incorrectly. Please enter it again."),
    _("Your password can’t be too similar to your other personal information."),
    _("Your password can’t be a commonly used password."),
    _("Your password can’t be entirely numeric."),
    _("Password confirmation"),
    _("New password confirmation"),
    _("Enter the same password as before, for verification."),
    _("Password-based authentication"),
    _("Enabled"),
    _("Disabled"),
    _(
        "Whether the user will be able to authenticate using a password or not. If disabled, "
        "they may still be able to authenticate using other backends, such as Single Sign-On or "
        "LDAP."
    ),
    _("Disable password-based authentication"),
    _("Enable password-based authentication"),
    _("Raw passwords are not stored, so there is no way to see the user’s password."),
    _("Authentication and Authorization"),
    _("group"),
    _("groups"),
    _(
        "The groups this user belongs to. A user will get all permissions granted to each of "
        "their groups."
    ),
    _("superuser status"),
    _("Designates that this user has all permissions without explicitly assigning them."),
    _(
        "Designates whether this user should be treated as active. Unselect this instead of "
        "deleting accounts."
    ),
    _("Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only."),
    _("A user with that username already exists."),
    _("date joined"),
)
COUNTED: Final = (
    ngettext_lazy("%(total_count)s selected", "All %(total_count)s selected"),
    ngettext_lazy(
        "%(count)s %(name)s was changed successfully.",
        "%(count)s %(name)s were changed successfully.",
    ),
    ngettext_lazy("entry", "entries"),
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
    ),
)
