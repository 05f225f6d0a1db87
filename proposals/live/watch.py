"""Rights that end while a socket is open: on the hub's own topics they are looked at again."""

from . import frames
from .connection import SIGNED_OUT, Connection
from .held import Following
from .rights import lost, renewed
from .threads import in_thread

AT_ONCE = 100  # rights asked about in one go, so that news get their turn in between


class Watch:
    """Watches `user:`, `participant:` and `access:` topics for the sockets of a hub."""

    def __init__(self, hub):
        self._hub = hub

    def visitor(self, connection):
        """Watch the topics on which everything this visitor may see depends."""
        for topic, seq in connection.visitor.rights.items():
            self.topic(topic, seq, connection)

    def forget_visitor(self, connection):
        for topic in connection.visitor.rights:
            self.forget(topic, connection)

    def topic(self, name, seq, watcher):
        """Look again when the topic moves past `seq`, at once if it has."""
        held = self._hub.topics.hold(name)
        held.watchers.add(watcher)
        if held.seq is None:
            held.seq = seq
        elif held.seq < seq:
            self._hub.hear({name: seq})
        elif held.seq > seq:
            self._hub.spawn(self.look_again([watcher]))

    def forget(self, name, watcher):
        held = self._hub.topics.get(name)
        if held:
            held.watchers.discard(watcher)
            self._hub.topics.release(held)

    async def look_again(self, watchers):
        """Ask whether these may have what they follow; what they may not is taken away."""
        self._hub.rights.clear()
        sockets = [each for each in watchers if isinstance(each, Connection)]
        if sockets:
            await self._renew(sockets)
        followings = {each for each in watchers if isinstance(each, Following)}
        followings.update(each for socket in sockets for each in socket.following.values())
        asked = [(each.connection.visitor, each.topic, each) for each in followings]
        for start in range(0, len(asked), AT_ONCE):
            for following in await in_thread(lost, asked[start : start + AT_ONCE]):
                self._take_away(following)

    async def _renew(self, sockets):
        """Read the sessions again; one that stands for somebody else now is closed."""
        fresh = await in_thread(renewed, [socket.visitor for socket in sockets])
        for socket, visitor in zip(sockets, fresh, strict=True):
            if socket not in self._hub.connections:
                continue
            if visitor.user.pk != socket.visitor.user.pk:
                socket.close(SIGNED_OUT)
                continue
            self.forget_visitor(socket)
            socket.visitor = visitor
            self.visitor(socket)

    def _take_away(self, following):
        if following.stands:
            following.connection.put(frames.error("forbidden", following.topic))
            self._hub.unfollow(following.connection, following.topic)
