//! `emulator serve`: binds the port, says when it is ready, and ends when it is told to.

use std::error::Error;
use std::io::Write;
use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::process::ExitCode;

use alongside::emulator::Service;
use axum_server::Handle;

use crate::args::Options;
use crate::engine::Engine;
use crate::{tls, web};

/// Serves until it is ended from outside.
pub(crate) fn run(options: Box<Options>) -> ExitCode {
    let listener = match bind(&options.host, options.port) {
        Ok(listener) => listener,
        Err(sentence) => {
            eprintln!("{sentence}");
            return ExitCode::FAILURE;
        }
    };
    let served = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(Into::into)
        .and_then(|runtime| runtime.block_on(serve(*options, listener)));
    match served {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("The emulator could not serve: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Binds, or says in a sentence why not.
fn bind(host: &str, port: u16) -> Result<TcpListener, String> {
    let address = (host, port)
        .to_socket_addrs()
        .ok()
        .and_then(|mut addresses| addresses.next())
        .ok_or_else(|| format!("{host} is not an address of this machine."))?;
    let listener = TcpListener::bind(address).map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => {
            format!("Port {port} on {host} is taken by another program. Choose another one with --port.")
        }
        std::io::ErrorKind::AddrNotAvailable => format!("{host} is not an address of this machine."),
        _ => format!("Port {port} on {host} cannot be opened: {error}."),
    })?;
    listener.set_nonblocking(true).map_err(|error| format!("The port cannot be used: {error}."))?;
    Ok(listener)
}

async fn serve(options: Options, listener: TcpListener) -> Result<(), Box<dyn Error>> {
    let address = listener.local_addr()?;
    let account = options.config.account.clone();
    let engine = Engine::start(Service::new(options.config));
    let router = web::router(engine, &account, options.control);
    let handle = Handle::new();
    let ending = handle.clone();
    // Listened for from here on, before anybody is told that the port answers.
    let told = told_to_end()?;
    tokio::spawn(async move {
        told.await;
        ending.shutdown();
    });
    let service = router.into_make_service();
    if options.tls {
        let server = axum_server::from_tcp_rustls(listener, tls::self_signed(names(&options.host, address))?)?;
        announce("https", address)?;
        server.handle(handle).serve(service).await?;
    } else {
        let server = axum_server::from_tcp(listener)?;
        announce("http", address)?;
        server.handle(handle).serve(service).await?;
    }
    Ok(())
}

/// By which names clients reach the port.
fn names(host: &str, address: SocketAddr) -> Vec<String> {
    let mut names =
        vec!["localhost".to_owned(), "127.0.0.1".into(), "::1".into(), address.ip().to_string(), host.into()];
    names.sort();
    names.dedup();
    names
}

/// The one line by which people and scripts know that the port answers.
fn announce(scheme: &str, address: SocketAddr) -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "Alongside emulator on {scheme}://{address}/ — agent desk: {scheme}://{address}/agent")?;
    out.flush()
}

/// Ctrl-C, or a polite request to end. From the call on, not only once it is awaited, both come here.
#[cfg(unix)]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupted, mut terminated) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupted.recv() => {}
            _ = terminated.recv() => {}
        }
    })
}

/// Ctrl-C.
#[cfg(not(unix))]
fn told_to_end() -> std::io::Result<impl Future<Output = ()>> {
    Ok(async {
        let _ = tokio::signal::ctrl_c().await;
    })
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_certificate_names_this_machine_whatever_is_listened_on() {
        let names = names("0.0.0.0", "0.0.0.0:1".parse().unwrap());
        assert_eq!(names, ["0.0.0.0", "127.0.0.1", "::1", "localhost"]);
    }
}
