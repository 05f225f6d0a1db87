"""The harness never skips: what it needs and does not find, it names."""

import pytest

from .programs import PORTS, port_of_its_own, program


def test_program_that_is_missing_names_its_package():
    with pytest.raises(pytest.fail.Exception, match="install your system's package redis-server"):
        program("no-such-program", "redis-server")


def test_port_is_given_once_and_lies_where_no_connection_takes_it():
    ports = [port_of_its_own() for _ in range(3)]
    assert len(set(ports)) == 3
    assert set(ports) <= set(PORTS)
