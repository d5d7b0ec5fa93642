"""Label Studio as it is, but it keeps its connections to the database, as behind a pooler, and does not open one for every request."""

# The second of these reads settings of the first through Django while it is imported.
from label_studio.core.settings.base import *
from label_studio.core.settings.label_studio import *

DATABASES["default"]["CONN_MAX_AGE"] = None
