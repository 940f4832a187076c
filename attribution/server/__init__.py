"""The HTTP API and the review page (extra `server`).

`serving.serve` is what `attribution serve` calls; `app.make_app` gives the ASGI application for servers of your own.
A request passes `gates` (who asks, how much, how slowly), is read by `bodies` into a message of `messages`, answered
by `answers` in a lane of `lanes`, and every refusal has the one shape of `refusals`.
"""
