//! What browsers keep, and tell their other tabs of.

use alongside::app::Input;

use super::{Page, Parcel, Sent, TOLD_AFTER, World};

impl World {
    /// Keeps a value, and tells the other tabs, which hear of it a little later.
    pub(super) fn keep(&mut self, page: Page, key: String, value: Option<&str>) {
        self.note_race(page, &key, value);
        let browser = &mut self.browsers[page.browser];
        let is_kept = match &value {
            None => true,
            Some(_) => !browser.refuses_storage && (!browser.is_full || browser.storage.contains_key(&key)),
        };
        match value {
            Some(value) if is_kept => drop(browser.storage.insert(key.clone(), value.to_owned())),
            Some(_) => {}
            None => drop(browser.storage.remove(&key)),
        }
        for other in browser.living().into_iter().filter(|other| *other != page.tab) {
            let (to, value) = (browser.tabs[other].page, value.map(str::to_owned));
            // In the order of sending, and not at once.
            self.network.send(self.now + TOLD_AFTER, Parcel::Kept { page: to, key: key.clone(), value });
        }
        if let Some((_, name)) = key.split_once("|text|").or(key.split_once("|draft|")) {
            let what = value.map_or_else(|| "forgets".to_owned(), |value| format!("keeps {value:?} as"));
            let not = if is_kept { "" } else { "not " };
            self.note(&format!("{}.{} {not}{what} {name}", page.browser, page.tab));
        }
        if let Some((value, (owner, _))) = value.zip(key.split_once("|text|")) {
            // What is not kept any more goes with the pages that know of it, and what is kept for who the consumer was
            // before is not found either.
            let me = self.browsers[page.browser].tabs[page.tab].app.state().me.as_ref();
            let is_former = !owner.ends_with('|') && me.is_some_and(|me| !owner.ends_with(me.as_str()));
            let is_it = |sent: &&mut Sent| {
                sent.page.browser == page.browser && value.split('\t').nth(3) == Some(sent.text.as_str())
            };
            let told: Vec<_> = self.sent.iter_mut().filter(is_it).collect();
            // Of the same words, nobody knows which text is kept now.
            if !is_kept || told.len() == 1 {
                for sent in told {
                    sent.is_at_risk = !is_kept || is_former;
                    sent.was_at_risk |= !is_kept;
                }
            }
        }
        self.browsers[page.browser].lost_floor |= !is_kept && key.ends_with("|floor");
        if !is_kept {
            let is_older_kept = self.browsers[page.browser].storage.contains_key(&key);
            self.browsers[page.browser].hear(self.now, page.tab, Input::StorageFailed { key, is_older_kept });
        }
    }
}
