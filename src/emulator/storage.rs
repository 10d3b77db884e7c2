//! The files that were uploaded. They are kept in memory and the oldest are forgotten; each upload and download needs an
//! address that was signed for it and holds for a short time.

use crate::protocol::{AccountId, Millis, ParticipantId};

use super::ids::digest_of;

/// Larger files are refused.
pub(super) const LARGEST_FILE: usize = 3 * 1024 * 1024;
/// So many files are kept at most, and so many bytes of them together.
const MOST_FILES: usize = 256;
const MOST_BYTES: usize = 64 * 1024 * 1024;

/// What can be done by an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Access {
    Upload,
    Download,
}

impl Access {
    fn word(self) -> &'static str {
        match self {
            Self::Upload => "PUT",
            Self::Download => "GET",
        }
    }
}

/// The kinds of files that are taken: the documented pictures, and the documents that a message can name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FileType {
    Jpg,
    Jpeg,
    Png,
    Gif,
    Txt,
    Pdf,
}

impl FileType {
    const ALL: [Self; 6] = [Self::Jpg, Self::Jpeg, Self::Png, Self::Gif, Self::Txt, Self::Pdf];

    pub(super) fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word().eq_ignore_ascii_case(word))
    }

    fn word(self) -> &'static str {
        match self {
            Self::Jpg => "JPG",
            Self::Jpeg => "JPEG",
            Self::Png => "PNG",
            Self::Gif => "GIF",
            Self::Txt => "TXT",
            Self::Pdf => "PDF",
        }
    }

    /// The media type of a picture.
    fn picture(self) -> Option<Picture> {
        match self {
            Self::Jpg | Self::Jpeg => Some(Picture::Jpeg),
            Self::Png => Some(Picture::Png),
            Self::Gif => Some(Picture::Gif),
            Self::Txt | Self::Pdf => None,
        }
    }
}

/// What a browser may show in place. Nothing in these forms runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Picture {
    Jpeg,
    Png,
    Gif,
}

impl Picture {
    pub(super) fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Gif => "image/gif",
        }
    }

    fn of(media_type: &str) -> Option<Self> {
        let essence = media_type.split(';').next().unwrap_or_default().trim();
        [Self::Jpeg, Self::Png, Self::Gif].into_iter().find(|one| one.media_type().eq_ignore_ascii_case(essence))
    }
}

/// What was uploaded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Content {
    /// `None` where a browser may only save it.
    pub(super) picture: Option<Picture>,
    pub(super) bytes: Vec<u8>,
}

/// A place for a file, with what was uploaded to it.
#[derive(Clone, Debug)]
struct Place {
    path: String,
    owner: ParticipantId,
    file_type: FileType,
    /// Until when the upload may come.
    reserved_until: Millis,
    content: Option<Content>,
}

/// A signed address; `expires` is in whole seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Address {
    pub(super) path: String,
    pub(super) signature: String,
    pub(super) expires: String,
}

/// The files of one account.
///
/// Invariant: the places stand in the order in which they were reserved, and are within the bounds.
#[derive(Clone, Debug)]
pub(super) struct Storage {
    seed: u64,
    folder: String,
    places: Vec<Place>,
}

impl Storage {
    pub(super) fn new(seed: u64, account: &AccountId) -> Self {
        Self { seed, folder: format!("/v1/AUTH_async-images/{account}/"), places: Vec::new() }
    }

    /// Makes a place for a file of this name, and an address to upload it.
    pub(super) fn reserve(
        &mut self,
        now: Millis,
        life: Millis,
        owner: ParticipantId,
        file_type: FileType,
        name: &str,
    ) -> Address {
        self.places.retain(|place| place.content.is_some() || place.reserved_until > now);
        if self.places.len() >= MOST_FILES {
            self.places.remove(0);
        }
        let path = format!("{}{name}.{}", self.folder, file_type.word());
        let address = self.sign(Access::Upload, &path, now + life);
        self.places.push(Place { path, owner, file_type, reserved_until: now + life, content: None });
        address
    }

    /// An address for what lies at this path.
    pub(super) fn sign(&self, access: Access, path: &str, until: Millis) -> Address {
        let expires = until.0.div_euclid(1_000).to_string();
        Address { path: path.into(), signature: self.signature(access, path, &expires), expires }
    }

    /// Whether an address was signed for this and still holds.
    pub(super) fn is_good(&self, now: Millis, access: Access, address: &Address) -> bool {
        let ends = address.expires.parse().ok().and_then(|seconds: i64| seconds.checked_mul(1_000));
        address.signature == self.signature(access, &address.path, &address.expires)
            && ends.is_some_and(|ends| now < Millis(ends))
    }

    /// Who uploaded what lies at this path.
    pub(super) fn owner(&self, path: &str) -> Option<&ParticipantId> {
        let place = self.places.iter().find(|place| place.path == path)?;
        place.content.is_some().then_some(&place.owner)
    }

    /// Takes a file. `None` where no place is known at this path any more.
    pub(super) fn put(&mut self, path: &str, media_type: Option<&str>, bytes: Vec<u8>) -> Option<()> {
        let place = self.places.iter_mut().find(|place| place.path == path)?;
        // What calls itself something else is that, whatever was announced.
        let picture = media_type.map_or_else(|| place.file_type.picture(), Picture::of);
        place.content = Some(Content { picture, bytes });
        self.forget_oldest(path);
        Some(())
    }

    pub(super) fn get(&self, path: &str) -> Option<&Content> {
        self.places.iter().find(|place| place.path == path)?.content.as_ref()
    }

    fn forget_oldest(&mut self, newest: &str) {
        let size = |place: &Place| place.content.as_ref().map_or(0, |content| content.bytes.len());
        while self.places.iter().map(size).sum::<usize>() > MOST_BYTES {
            let Some(oldest) = self.places.iter().position(|place| size(place) > 0 && place.path != newest) else {
                return;
            };
            self.places.remove(oldest);
        }
    }

    fn signature(&self, access: Access, path: &str, expires: &str) -> String {
        digest_of(self.seed, &["file", access.word(), path, expires])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIFE: Millis = Millis::from_secs(60);

    fn reserved(storage: &mut Storage, now: Millis, name: &str) -> Address {
        storage.reserve(now, LIFE, ParticipantId::from("c"), FileType::Png, name)
    }

    #[test]
    fn the_oldest_file_makes_room_for_the_newest() {
        let mut storage = Storage::new(1, &AccountId::from("10001"));
        let paths: Vec<String> = (0..=MOST_BYTES / LARGEST_FILE + 1)
            .map(|number| {
                let path = reserved(&mut storage, Millis(0), &number.to_string()).path;
                storage.put(&path, None, vec![0; LARGEST_FILE]).unwrap();
                path
            })
            .collect();
        assert!(storage.get(&paths[0]).is_none());
        assert!(storage.get(&paths[1]).is_none());
        assert!(paths[2..].iter().all(|path| storage.get(path).is_some()));
    }

    #[test]
    fn places_are_bounded_and_those_that_were_not_used_in_time_are_given_up() {
        let mut storage = Storage::new(1, &AccountId::from("10001"));
        for number in 0..MOST_FILES + 10 {
            reserved(&mut storage, Millis(0), &number.to_string());
        }
        assert_eq!(storage.places.len(), MOST_FILES);
        reserved(&mut storage, LIFE, "later");
        assert_eq!(storage.places.len(), 1);
    }

    #[test]
    fn an_address_is_good_for_what_it_was_signed_for_and_until_its_second() {
        let mut storage = Storage::new(1, &AccountId::from("10001"));
        let address = reserved(&mut storage, Millis(999), "a");
        let check = |now: i64, access, address: &Address| storage.is_good(Millis(now), access, address);
        assert!(check(59_999, Access::Upload, &address));
        assert!(!check(60_000, Access::Upload, &address));
        assert!(!check(0, Access::Download, &address));
        assert!(!check(0, Access::Upload, &Address { path: "/v1/other".into(), ..address.clone() }));
        for expires in ["", "61", "-1", "99999999999999999999", "9223372036854775807", "soon"] {
            assert!(!check(0, Access::Upload, &Address { expires: expires.into(), ..address.clone() }), "{expires}");
        }
        // Even a signature of ours cannot make a time of what is none.
        let expires = i64::MAX.to_string();
        let signature = storage.signature(Access::Upload, "/", &expires);
        assert!(!check(0, Access::Upload, &Address { path: "/".into(), signature, expires }));
    }
}
