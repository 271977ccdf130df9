"""The work on imports as a background task: the queue is in the database, see `jobs`."""

from django_tasks import task

from sites.importing.jobs import work


@task()
def work_on_import(key: int) -> None:
    """Do the job with that key."""
    work(key)
