//! Files in the world: what the page holds of them, and the way to the storage.

use std::collections::BTreeMap;
use std::rc::Rc;

use alongside::app::{ChosenFile, FetchId, FileNews, FileTask, Input, NotFetched, NotUploaded};
use alongside::emulator::HttpRequest;
use alongside::protocol::Millis;
use alongside::store::{Body, File};
use serde_json::{Value, json};

use super::{LATENCY, Parcel, World};
use crate::request::request;

/// What begins so can be drawn.
pub(crate) const PNG: &[u8] = b"\x89PNG\r\n\x1a\n and so on";

pub(crate) const PREVIEW: &str = "data:image/jpeg;base64,/9j/AAAA";

fn is_upload_of(parcel: &Parcel, name: &str) -> bool {
    match parcel {
        Parcel::FileTask(FileTask::Upload { key, .. })
        | Parcel::FileNews(FileNews::Uploading(key, _) | FileNews::Uploaded(key, _)) => key == name,
        _ => false,
    }
}

#[derive(Default)]
pub(crate) struct PageFiles {
    /// Files that were given to be saved: the name of each, and its bytes.
    pub(crate) saved: Vec<(String, Vec<u8>)>,
    /// Addresses of the page's own that hold pictures, with the type that was given to each.
    pub(crate) pictures: Vec<(Rc<str>, &'static str)>,
    /// Addresses that were fetched.
    pub(crate) fetched: Vec<String>,
    /// How long a fetching or an upload takes to begin: an address can run out meanwhile.
    pub(crate) delay: Millis,
    /// What was chosen and is not taken yet.
    chosen: Vec<(ChosenFile, Vec<u8>)>,
    /// The bytes that the page holds, and those that the browser keeps, by their names.
    pub(crate) held: BTreeMap<String, Vec<u8>>,
    pub(crate) kept: BTreeMap<String, Vec<u8>>,
    /// The browser keeps no bytes.
    pub(crate) keeps_nothing: bool,
    /// Bytes that the browser has been asked to keep, and has not said so.
    pub(crate) takes_long: bool,
    /// How many uploads were begun, and which were broken off.
    pub(crate) uploads: usize,
    pub(crate) aborted: Vec<String>,
}

impl World {
    pub(super) fn file_task(&mut self, task: FileTask) {
        match task {
            FileTask::Revoke(address) => {
                let before = self.page_files.pictures.len();
                self.page_files.pictures.retain(|(known, _)| *known != address);
                assert_eq!(self.page_files.pictures.len() + 1, before, "{address} was given up, and is none");
            }
            FileTask::Read(choice) => {
                let files = self.page_files.chosen.iter().map(|(file, _)| file.clone()).collect();
                self.app.handle(self.now, Input::File(FileNews::Chosen(choice, files)));
            }
            FileTask::Take { index, key, is_picture, keeps, .. } => {
                let bytes = self.page_files.chosen[usize::try_from(index).unwrap()].1.clone();
                self.page_files.held.insert(key.clone(), bytes.clone());
                let kept = keeps && !self.page_files.keeps_nothing;
                if kept {
                    self.page_files.kept.insert(key.clone(), bytes);
                }
                let preview = is_picture.then(|| PREVIEW.into());
                if !self.page_files.takes_long {
                    self.later(LATENCY, Parcel::FileNews(FileNews::Taken { key, kept, preview }));
                }
            }
            FileTask::Sweep { before } => self.page_files.kept.retain(|key, _| *key >= before),
            FileTask::Taken(_) => self.page_files.chosen.clear(),
            FileTask::Abort(key) => {
                self.queue.retain(|(_, _, parcel)| !is_upload_of(parcel, &key));
                self.page_files.aborted.push(key);
            }
            FileTask::Release { key, forgets } => {
                self.page_files.held.remove(&key);
                if forgets {
                    self.page_files.kept.remove(&key);
                }
            }
            task => self.later(LATENCY + self.page_files.delay, Parcel::FileTask(task)),
        }
    }

    pub(super) fn file_reaches(&mut self, task: FileTask) {
        match task {
            FileTask::Fetch { id, address, picture, saved_as } => {
                self.page_files.fetched.push(address.clone());
                let result = self.fetch(&address).and_then(|bytes| self.give(id, bytes, picture, saved_as));
                self.later(LATENCY, Parcel::FileNews(FileNews::Fetched { id, result }));
            }
            FileTask::Upload { key, address, media_type } => {
                self.page_files.uploads += 1;
                let half = FileNews::Uploading(key.clone(), 50);
                self.later(Millis(0), Parcel::FileNews(half));
                let result = self.upload(&key, &address, media_type);
                self.later(LATENCY, Parcel::FileNews(FileNews::Uploaded(key, result)));
            }
            _ => {}
        }
    }

    fn upload(&mut self, key: &str, address: &str, media_type: &str) -> Result<(), NotUploaded> {
        let bytes = self.page_files.held.get(key).or_else(|| self.page_files.kept.get(key));
        let bytes = bytes.cloned().ok_or(NotUploaded::Lost)?;
        if !self.network_up {
            return Err(NotUploaded::Unreachable);
        }
        let mut put = request("PUT", address, None);
        put.headers.push(("content-type".into(), media_type.into()));
        put.body = bytes;
        let response = self.service.handle_http(self.server_now(), &put);
        if response.status == 201 { Ok(()) } else { Err(NotUploaded::Status(response.status)) }
    }

    /// The bytes at an address that was given out.
    pub(crate) fn get(&mut self, address: &Value) -> Vec<u8> {
        let get = HttpRequest { method: "GET".into(), path: path_and_query(address), ..HttpRequest::default() };
        self.service.handle_http(self.server_now(), &get).body
    }

    /// The consumer chooses files: what each is called, what it is, and what is in it.
    pub(crate) fn choose(&mut self, files: &[(&str, &str, &[u8])]) {
        self.page_files.chosen = files
            .iter()
            .map(|(name, media_type, bytes)| {
                let size = u64::try_from(bytes.len()).unwrap();
                (ChosenFile { name: (*name).into(), size, media_type: (*media_type).into() }, bytes.to_vec())
            })
            .collect();
        self.input(Input::Chosen(1));
    }

    /// The page's own things go with it.
    pub(super) fn leave_files(&mut self) {
        let kept = std::mem::take(&mut self.page_files.kept);
        self.page_files = PageFiles { kept, keeps_nothing: self.page_files.keeps_nothing, ..PageFiles::default() };
    }

    fn fetch(&mut self, address: &str) -> Result<Vec<u8>, NotFetched> {
        if !self.network_up {
            return Err(NotFetched::Unreachable);
        }
        let response = self.service.handle_http(self.server_now(), &request("GET", address, None));
        if response.status == 200 { Ok(response.body) } else { Err(NotFetched::Status(response.status)) }
    }

    fn give(
        &mut self,
        id: FetchId,
        bytes: Vec<u8>,
        picture: Option<&'static str>,
        saved_as: String,
    ) -> Result<Option<Rc<str>>, NotFetched> {
        match picture {
            Some(media_type) if bytes.starts_with(b"\x89PNG") => {
                let address: Rc<str> = format!("blob:https://shop.example/{}", id.0).into();
                self.page_files.pictures.push((Rc::clone(&address), media_type));
                Ok(Some(address))
            }
            Some(_) => Err(NotFetched::NoPicture),
            None => {
                self.page_files.saved.push((saved_as, bytes));
                Ok(None)
            }
        }
    }

    /// The agent uploads a file and shares it; the path by which messages name it.
    pub(crate) fn agent_shares(&mut self, caption: &str, file_type: &str, bytes: &[u8]) -> String {
        self.agent.address = None;
        self.agent.ask(".ams.ms.GenerateURLForUploadFile", &json!({ "fileSize": bytes.len(), "fileType": file_type }));
        self.pump();
        self.until("an address", |world| world.agent.address.is_some());
        let address = self.agent.address.clone().unwrap();
        let path = address["relativePath"].as_str().unwrap().to_owned();
        let put = HttpRequest {
            method: "PUT".into(),
            path: path_and_query(&address),
            headers: Vec::new(),
            body: bytes.to_vec(),
        };
        assert_eq!(self.service.handle_http(self.server_now(), &put).status, 201);
        self.agent_says_file(&json!({ "relativePath": path, "fileType": file_type, "caption": caption }));
        path
    }

    /// The agent publishes a message of a file, whether there is one or not; it comes.
    pub(crate) fn agent_says_file(&mut self, message: &Value) {
        let before = self.shown_files().len();
        self.agent.publish(&json!({ "type": "ContentEvent", "contentType": "hosted/file", "message": message }));
        self.pump();
        self.until("the file is shown", |world| world.shown_files().len() > before);
    }

    /// All files of the transcript.
    pub(crate) fn shown_files(&self) -> Vec<Rc<File>> {
        let of = |body: &Body| match body {
            Body::File(file) => Some(Rc::clone(file)),
            _ => None,
        };
        self.messages().iter().filter_map(|message| of(&message.body)).collect()
    }

    /// The newest of them.
    pub(crate) fn last_file(&self) -> Rc<File> {
        self.shown_files().pop().expect("a file")
    }
}

fn path_and_query(address: &Value) -> String {
    let parameter = |name: &str| address["queryParams"][name].as_str().unwrap().to_owned();
    let (signature, expires) = (parameter("temp_url_sig"), parameter("temp_url_expires"));
    format!("{}?temp_url_sig={signature}&temp_url_expires={expires}", address["relativePath"].as_str().unwrap())
}
