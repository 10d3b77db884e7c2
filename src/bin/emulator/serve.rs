//! `emulator serve`: opens the port, says when it is ready, starts anew and ends when it is told to.

use std::error::Error;
use std::io::Write;
use std::net::{SocketAddr, TcpListener};
use std::process::ExitCode;
use std::time::Duration;

use alongside::emulator::Service;
use axum::Router;
use axum_server::Handle;
use axum_server::tls_rustls::RustlsConfig;

use crate::args::Options;
use crate::engine::{Engine, Input};
use crate::port::{self, Kept};
use crate::{tls, web};

/// What is being answered when a restart begins, such as the order for it, has so long to get out.
const LAST_ANSWERS: Duration = Duration::from_secs(1);

/// Serves until it is ended from outside.
pub(crate) fn run(options: Box<Options>) -> ExitCode {
    let listener = match port::bind(&options.host, options.port) {
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

async fn serve(options: Options, listener: TcpListener) -> Result<(), Box<dyn Error>> {
    let address = listener.local_addr()?;
    let rrweb = options
        .rrweb
        .map(|path| std::fs::read(&path).map_err(|error| format!("{} cannot be read: {error}", path.display())));
    let rrweb = rrweb.transpose()?;
    let account = options.config.account.clone();
    let (engine, mut restarts) = Engine::start(Service::new(options.config));
    let router = web::router(engine.clone(), &account, options.control, rrweb);
    // The same certificate after a restart: nobody has to trust another one.
    let tls = options.tls.then(|| tls::self_signed(names(&options.host, address))).transpose()?;
    let serving = async {
        let mut listener = listener;
        loop {
            let handle = Handle::new();
            let open = answer(listener, tls.clone(), router.clone(), handle.clone());
            tokio::pin!(open);
            let pause = tokio::select! {
                closed = &mut open => return closed,
                Some(pause) = restarts.recv() => pause,
            };
            handle.graceful_shutdown(Some(LAST_ANSWERS));
            open.await?;
            let port = Kept::keep(address)?;
            // Only now, so that nobody who came back at once is left out.
            engine.ask(Input::Restart).await;
            tokio::time::sleep(pause).await;
            listener = port.listen()?;
        }
    };
    // Listened for from here on, before anybody is told that the port answers.
    let told = told_to_end()?;
    announce(if options.tls { "https" } else { "http" }, address)?;
    tokio::select! {
        served = serving => Ok(served?),
        () = told => Ok(()),
    }
}

/// Answers at the port until the handle says that it is enough.
async fn answer(
    listener: TcpListener,
    tls: Option<RustlsConfig>,
    router: Router,
    handle: Handle<SocketAddr>,
) -> std::io::Result<()> {
    let service = router.into_make_service();
    match tls {
        Some(tls) => axum_server::from_tcp_rustls(listener, tls)?.handle(handle).serve(service).await,
        None => axum_server::from_tcp(listener)?.handle(handle).serve(service).await,
    }
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
