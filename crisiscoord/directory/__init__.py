"""Who is who: accounts with their role and scope, the tokens and sessions that stand for them."""
