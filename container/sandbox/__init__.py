"""The program beside the worker in whose process and file space models work, one case at a time.

    __main__    starts the agent, ends it on SIGTERM
    agent       HTTP on a Unix socket that only root can open
    sandbox        one case: its user, its server, its folders; born before it, gone after it
    kilo        `kilo serve`: how it is found, configured, started and known to be ready
    user        the user of one case: what it may do, and its death
    tree        folders of a case: laid out, collected and removed as that user
    processes   what the kernel lists of a user's processes and connections
    watch       what a case takes up, and its end when that is too much
    limits      what the processes of one case may take up together

It imports the standard library and pydantic, has no credential, and knows no other case.
"""
