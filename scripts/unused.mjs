// Takes out what the renderer can do and the widget never asks it for.
//
// Whether an element is a portal, a fallback of something suspended, or markup in a text is told by values, so no linker
// sees that none of these is ever made: `src/ui/element.rs` makes all nodes, and it makes elements, texts and lists. What
// they would need becomes a trap here, and wasm-opt then drops what only led to it. So the widget holds no code that
// could make markup out of a text, whatever that text is.
//
// Only functions that are large and of their own shape stand here: alike ones are compiled into one, and it may have the
// name of any of them.
import { TRAP, functions, imports, names, withBodies } from "./wasm.mjs";

// How the functions are called, less the crates' hashes.
const UNUSED = [
  // Markup in a text.
  "<yew::virtual_dom::vraw::VRaw as yew::dom_bundle::traits::Reconcilable>::attach",
  "<yew::dom_bundle::braw::BRaw>::detach_bundle",
  // Portals.
  "<yew::virtual_dom::vportal::VPortal as yew::dom_bundle::traits::Reconcilable>::attach",
  "<alloc::rc::Rc<yew::virtual_dom::vportal::VPortal> as yew::utils::RcExt<yew::virtual_dom::vportal::VPortal>>::unwrap_or_clone",
  // Suspense.
  "<yew::virtual_dom::vsuspense::VSuspense as yew::dom_bundle::traits::Reconcilable>::attach",
  "<alloc::rc::Rc<yew::virtual_dom::vsuspense::VSuspense> as yew::utils::RcExt<yew::virtual_dom::vsuspense::VSuspense>>::unwrap_or_clone",
  "<yew::html::component::scope::AnyScope>::find_parent_scope::<yew::suspense::component::feat_csr_ssr::BaseSuspense>",
  "<yew::html::component::scope::Scope<yew::suspense::component::feat_csr_ssr::BaseSuspense>>::send_message::<yew::suspense::component::feat_csr_ssr::BaseSuspenseMsg>",
  // Attributes whose names are only known while it runs.
  "<indexmap::map::IndexMap<implicit_clone::unsync::string::IString, yew::virtual_dom::AttributeOrProperty>>::get_index_of::<implicit_clone::unsync::string::IString>",
];

export const withoutUnused = (wasm) => {
  const left = new Set(UNUSED);
  const first = imports(wasm);
  const called = names(wasm);
  const bodies = functions(wasm).map((body, index) => {
    const name = called.get(first + index)?.replaceAll(/\[[0-9a-f]+\]/g, "");
    return left.delete(name) ? TRAP : body;
  });
  // Another compiler may put one into its caller. The size is held by its budget, so this is only a hint where to look.
  for (const name of left) console.log(`scripts/unused.mjs: there is no function ${name}`);
  return withBodies(wasm, bodies);
};
