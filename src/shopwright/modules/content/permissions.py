VIEW = "content.view"
EDIT = "content.edit"
PUBLISH = "content.publish"

ALL = (VIEW, EDIT, PUBLISH)
