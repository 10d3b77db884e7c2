//! The port: opened, and kept while nobody answers at it.

use std::io;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};

use tokio::net::TcpSocket;

/// Opens it, or says in a sentence why not.
pub(crate) fn bind(host: &str, port: u16) -> Result<TcpListener, String> {
    let address = (host, port)
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .ok_or_else(|| format!("{host} is not an address of this machine."))?;
    let listener = TcpListener::bind(address).map_err(|error| match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("Port {port} on {host} is taken by another program. Choose another one with --port.")
        }
        io::ErrorKind::AddrNotAvailable => format!("{host} is not an address of this machine."),
        _ => format!("Port {port} on {host} cannot be opened: {error}."),
    })?;
    listener.set_nonblocking(true).map_err(|error| format!("The port cannot be used: {error}."))?;
    Ok(listener)
}

/// A port that is ours, and at which nobody is let in.
pub(crate) struct Kept(TcpSocket);

impl Kept {
    /// Takes it at once when its listener is gone, so that no other program gets it meanwhile.
    pub(crate) fn keep(address: SocketAddr) -> io::Result<Self> {
        let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
        // As the standard library does it: connections that have just ended are no obstacle.
        socket.set_reuseaddr(cfg!(unix))?;
        socket.bind(address)?;
        Ok(Self(socket))
    }

    /// Lets people in again.
    pub(crate) fn listen(self) -> io::Result<TcpListener> {
        self.0.listen(MOST_AT_THE_DOOR)?.into_std()
    }
}

/// As many as the standard library lets wait.
const MOST_AT_THE_DOOR: u32 = 128;

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::{Kept, bind};

    #[test]
    fn a_kept_port_lets_nobody_in_and_is_nobody_elses() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        let _inside = runtime.enter();
        let listener = bind("127.0.0.1", 0).unwrap();
        let address = listener.local_addr().unwrap();
        drop(listener);
        let kept = Kept::keep(address).unwrap();
        assert!(TcpStream::connect(address).is_err());
        let listener = kept.listen().unwrap();
        assert!(TcpStream::connect(address).is_ok());
        assert!(bind("127.0.0.1", address.port()).unwrap_err().contains("is taken"));
        drop(listener);
    }
}
