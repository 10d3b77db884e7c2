//! The macros that declare the types of the wire as tables of members.

#[cfg(not(target_arch = "wasm32"))]
use crate::protocol::json::Value;

#[cfg(not(target_arch = "wasm32"))]
use super::Trace;

/// A word that this version does not know. The widget has no use for it and forgets it; the host writes it back.
#[cfg(not(target_arch = "wasm32"))]
pub type Word = String;

/// A word that this version does not know. The widget has no use for it.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Word(());

#[cfg(target_arch = "wasm32")]
impl Word {
    /// Nothing is known of it.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        ""
    }
}

#[cfg(target_arch = "wasm32")]
impl From<&str> for Word {
    fn from(_: &str) -> Self {
        Self(())
    }
}

#[cfg(target_arch = "wasm32")]
impl std::fmt::Display for Word {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("(some word)")
    }
}

/// JSON that is of no use to the widget: it drops it, the host keeps it and writes it back.
#[cfg(not(target_arch = "wasm32"))]
pub type Kept = Value;

/// JSON that is of no use to the widget.
#[cfg(target_arch = "wasm32")]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kept(());

/// Keeps a value where it is of use.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn kept(value: &Value) -> Kept {
    value.clone()
}

/// Keeps a value where it is of use.
#[cfg(target_arch = "wasm32")]
pub(crate) fn kept(_: &crate::protocol::json::Value) -> Kept {
    Kept(())
}

/// The text of an identifier: shared between threads on the host, within the one thread of the wasm.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) type IdText = std::sync::Arc<str>;

/// The text of an identifier: shared between threads on the host, within the one thread of the wasm.
#[cfg(target_arch = "wasm32")]
pub(crate) type IdText = std::rc::Rc<str>;

/// Declares an object of the wire: `field: Type = "member",`.
///
/// What stands behind `natively` is left out of the wasm: members that the widget never looks at cost it nothing, and it
/// passes them over as it does unknown ones. The emulator and the inspector, which run on the host, know them all.
macro_rules! wire_struct {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $field:ident : $type:ty = $key:literal, )*
        }
        $( natively {
            $( $(#[$further_meta:meta])* $further:ident : $further_type:ty = $further_key:literal, )*
        } )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            $( $( $(#[$further_meta])* #[cfg(not(target_arch = "wasm32"))] pub $further: $further_type, )* )?
        }

        impl $crate::protocol::wire::Wire for $name {
            fn blank() -> Self {
                Self {
                    $( $field: $crate::protocol::wire::Field::empty(), )*
                    $( $( #[cfg(not(target_arch = "wasm32"))] $further: $crate::protocol::wire::Field::empty(), )* )?
                }
            }

            fn fill(
                &mut self,
                value: &$crate::protocol::json::Value,
                trace: &mut $crate::protocol::wire::Trace,
            ) -> bool {
                #[allow(unused_mut, reason = "some types have no member that the widget looks at")]
                let Some(mut members) = $crate::protocol::wire::Members::open(value, trace) else { return false };
                $( members.field($key, &mut self.$field); )*
                $( $(
                    #[cfg(not(target_arch = "wasm32"))]
                    members.field($further_key, &mut self.$further);
                )* )?
                members.close()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn write(&self) -> $crate::protocol::json::Value {
                let mut object = $crate::protocol::json::Map::new();
                $( $crate::protocol::wire::Field::put(&self.$field, $key, &mut object); )*
                $( $(
                    $crate::protocol::wire::Field::put(&self.$further, $further_key, &mut object);
                )* )?
                $crate::protocol::json::Value::Object(object)
            }
        }
    };
}

/// Declares a set of words of the wire. Words that are not in it are `Other`; the host keeps them as they are.
macro_rules! wire_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident { $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )* }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant, )*
            /// A word that this version does not know.
            Other($crate::protocol::wire::Word),
        }

        impl $name {
            /// The word on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$variant => $word, )*
                    Self::Other(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            fn from(word: &str) -> Self {
                const WORDS: &[&str] = &[$($word),*];
                const VARIANTS: &[$name] = &[$($name::$variant),*];
                let place = $crate::protocol::wire::place_of(word, WORDS);
                VARIANTS.get(place).cloned().unwrap_or_else(|| Self::Other(word.into()))
            }
        }

        impl $crate::protocol::wire::Wire for $name {
            /// No word is a word that this version does not know, either.
            const MAY_BE_ABSENT: bool = true;

            fn blank() -> Self {
                Self::Other($crate::protocol::wire::Word::default())
            }

            fn fill(
                &mut self,
                value: &$crate::protocol::json::Value,
                trace: &mut $crate::protocol::wire::Trace,
            ) -> bool {
                $crate::protocol::wire::put(self, value.as_str().map(Self::from), trace)
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn is_absent(&self) -> bool {
                self.as_str().is_empty()
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn write(&self) -> $crate::protocol::json::Value {
                $crate::protocol::json::Value::from(self.as_str())
            }
        }
    };
}

#[cfg(not(target_arch = "wasm32"))]
/// Declares objects of several kinds, told apart by the word in `type`. Objects of any other kind are kept whole, and
/// the function of the last line says what that means.
macro_rules! wire_kinds {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$variant_meta:meta])* $variant:ident = $word:literal, )*
        } else {
            $(#[$other_meta:meta])* $other:ident = $judge:path,
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub enum $name {
            $( $(#[$variant_meta])* $variant(Box<$variant>), )*
            $(#[$other_meta])* $other($crate::protocol::json::Value),
        }

        impl $crate::protocol::wire::Wire for $name {
            fn blank() -> Self {
                Self::$other($crate::protocol::json::Value::Null)
            }

            fn read(
                value: &$crate::protocol::json::Value,
                trace: &mut $crate::protocol::wire::Trace,
            ) -> Option<Self> {
                match value.get("type").and_then($crate::protocol::json::Value::as_str) {
                    $( Some($word) => $crate::protocol::wire::Wire::read(value, trace).map(Self::$variant), )*
                    _ => {
                        $judge(value, trace);
                        Some(Self::$other(value.clone()))
                    }
                }
            }

            fn write(&self) -> $crate::protocol::json::Value {
                match self {
                    $( Self::$variant(kind) => kind.write(), )*
                    Self::$other(value) => value.clone(),
                }
            }
        }
    };
}

/// Declares identifiers: texts that are compared and passed on, never taken apart.
macro_rules! wire_id {
    ($( $(#[$meta:meta])* $name:ident )*) => { $(
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name($crate::protocol::wire::IdText);

        impl $name {
            /// The text of the identifier.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.into())
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text.into())
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl $crate::protocol::wire::Wire for $name {
            fn blank() -> Self {
                Self($crate::protocol::wire::IdText::default())
            }

            fn read(
                value: &$crate::protocol::json::Value,
                trace: &mut $crate::protocol::wire::Trace,
            ) -> Option<Self> {
                $crate::protocol::wire::id_text(value, trace).map(Self)
            }

            fn fill_option(
                place: &mut Option<Self>,
                value: &$crate::protocol::json::Value,
                trace: &mut $crate::protocol::wire::Trace,
            ) {
                // A blank one would be made for nothing.
                std::mem::forget(std::mem::replace(place, Self::read(value, trace)));
            }

            #[cfg(not(target_arch = "wasm32"))]
            fn write(&self) -> $crate::protocol::json::Value {
                $crate::protocol::json::Value::from(self.as_str())
            }
        }
    )* };
}

/// For sets of kinds that are closed: an object of another kind is not understood.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn closed(_: &Value, trace: &mut Trace) {
    trace.note_misread_at("/type");
}

/// For sets of kinds that are open: an object of another kind, or of none, is opaque.
#[cfg(not(target_arch = "wasm32"))]
pub(crate) fn open(value: &Value, trace: &mut Trace) {
    match (value, value.get("type")) {
        (Value::Object(_), None | Some(Value::String(_) | Value::Null)) => {}
        (Value::Object(_), Some(_)) => trace.note_misread_at("/type"),
        _ => trace.note_misread(),
    }
}

#[cfg(not(target_arch = "wasm32"))]
pub(crate) use wire_kinds;
pub(crate) use {wire_enum, wire_id, wire_struct};
