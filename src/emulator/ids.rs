//! Identifiers out of a seed. They look as those of the service do and have no other meaning; nothing here is secret.

/// A counter that is scattered over its range (the `SplitMix64` generator).
#[derive(Clone, Debug)]
pub(super) struct Ids {
    state: u64,
}

impl Ids {
    pub(super) fn new(seed: u64) -> Self {
        Self { state: scatter(seed) }
    }

    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9E37_79B9_7F4A_7C15);
        scatter(self.state)
    }

    /// A text in the form of a random UUID.
    pub(super) fn uuid(&mut self) -> String {
        let (high, low) = (self.next(), self.next());
        as_uuid(high, low)
    }
}

/// A UUID that belongs to these texts: the same texts give the same one.
pub(super) fn uuid_of(seed: u64, parts: &[&str]) -> String {
    as_uuid(hash(seed, parts), hash(!seed, parts))
}

/// 64 hexadecimal digits that belong to these texts.
pub(super) fn digest_of(seed: u64, parts: &[&str]) -> String {
    (0..4_u64).map(|lane| format!("{:016x}", hash(seed.wrapping_add(lane), parts))).collect()
}

/// A number that belongs to these texts (FNV-1a, scattered). It tells tampering by accident, not by intent.
pub(super) fn hash(seed: u64, parts: &[&str]) -> u64 {
    let mut sum = scatter(seed) ^ 0xCBF2_9CE4_8422_2325;
    for part in parts {
        for byte in part.bytes().chain([0xFF]) {
            sum = (sum ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
        }
    }
    scatter(sum)
}

fn scatter(value: u64) -> u64 {
    let value = (value ^ (value >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let value = (value ^ (value >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    value ^ (value >> 31)
}

fn as_uuid(high: u64, low: u64) -> String {
    let high = (high & 0xFFFF_FFFF_FFFF_0FFF) | 0x4000;
    let low = (low & 0x3FFF_FFFF_FFFF_FFFF) | 0x8000_0000_0000_0000;
    let (high, low) = (format!("{high:016x}"), format!("{low:016x}"));
    let cut = |text: &str, from: usize, to: usize| text.get(from..to).unwrap_or_default().to_owned();
    format!(
        "{}-{}-{}-{}-{}",
        cut(&high, 0, 8),
        cut(&high, 8, 12),
        cut(&high, 12, 16),
        cut(&low, 0, 4),
        cut(&low, 4, 16)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_ids_again_and_another_seed_gives_others() {
        let first = |seed| Ids::new(seed).uuid();
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
        let mut ids = Ids::new(1);
        assert_ne!(ids.uuid(), ids.uuid());
    }

    #[test]
    fn ids_have_the_form_of_a_random_uuid() {
        let id = Ids::new(7).uuid();
        let lengths: Vec<usize> = id.split('-').map(str::len).collect();
        assert_eq!(lengths, [8, 4, 4, 4, 12]);
        assert_eq!(id.as_bytes()[14], b'4');
        assert!(matches!(id.as_bytes()[19], b'8' | b'9' | b'a' | b'b'));
    }

    #[test]
    fn texts_are_told_apart_by_where_they_end() {
        assert_ne!(hash(1, &["ab", "c"]), hash(1, &["a", "bc"]));
        assert_eq!(digest_of(1, &["a"]).len(), 64);
    }
}
