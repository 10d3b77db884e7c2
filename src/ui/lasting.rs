//! What a component sets up once it is on screen and takes down again. One plain hook for all of them: the renderer's own
//! is compiled anew for every closure, which is a large part of a small program.

use yew::functional::{Hook, HookContext};
use yew::{hook, use_effect_with};

/// Takes something down. What holds it is dropped.
pub(super) type TakeDown = Box<dyn FnOnce()>;

/// Nothing to take down.
pub(super) fn nothing() -> TakeDown {
    Box::new(|| {})
}

/// Sets something up after rendering, and again whenever the key is another; before that, and when the component goes,
/// what the earlier call yielded is called.
pub(super) fn use_lasting(key: u64, set_up: impl FnOnce() -> TakeDown + 'static) -> impl Hook<Output = ()> {
    Lasting { key, set_up: Box::new(set_up) }
}

struct Lasting {
    key: u64,
    set_up: Box<dyn FnOnce() -> TakeDown>,
}

impl Hook for Lasting {
    type Output = ();

    #[inline(never)]
    fn run(self, context: &mut HookContext) {
        use_boxed(self.key, self.set_up).run(context);
    }
}

#[hook]
fn use_boxed(key: u64, set_up: Box<dyn FnOnce() -> TakeDown>) {
    use_effect_with(key, move |_| set_up());
}
