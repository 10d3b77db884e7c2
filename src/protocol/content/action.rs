//! The actions of a click. Only `publishText` and what is ticked in lists reaches the service; all others are local.

use super::basic::KeyValue;
use super::style::Accessibility;
use crate::protocol::ids::LooseId;
use crate::protocol::wire::{Many, closed, wire_kinds, wire_struct};

wire_struct! {
    /// Says a text for the consumer.
    pub struct PublishText {
        /// `publishText`.
        action_type: String = "type",
        /// The text.
        text: Option<String> = "text",
    }
}

wire_struct! {
    /// Another address of a link, for one platform.
    pub struct LinkTarget {
        /// The address.
        uri: Option<String> = "uri",
    }
}

wire_struct! {
    /// Opens an address. Some lack a scheme; which schemes may be opened is decided by who opens.
    pub struct Link {
        /// `link`.
        action_type: String = "type",
        /// The address.
        uri: Option<String> = "uri",
        /// Its name.
        name: Option<String> = "name",
        /// Instead, on iOS.
        ios: Option<LinkTarget> = "ios",
        /// Instead, on Android.
        android: Option<LinkTarget> = "android",
        /// Instead, in a browser.
        web: Option<LinkTarget> = "web",
        /// `self`, `blank` or `slideout`.
        target: Option<String> = "target",
        /// How the link is named to assistive technology.
        accessibility: Option<Accessibility> = "accessibility",
    }
}

wire_struct! {
    /// Shows a place on a map.
    pub struct Navigate {
        /// `navigate`.
        action_type: String = "type",
        /// Degrees of latitude.
        latitude: Option<f64> = "la",
        /// Degrees of longitude.
        longitude: Option<f64> = "lo",
        /// The name of the place.
        name: Option<String> = "name",
    }
}

wire_struct! {
    /// Something that the page around knows to handle.
    pub struct CustomAction {
        /// `custom`.
        action_type: String = "type",
        /// What is handed over.
        data: Many<KeyValue> = "data",
    }
}

wire_struct! {
    /// One thing to buy.
    pub struct CartItem {
        /// Which.
        product_id: Option<LooseId> = "productId",
        /// How many.
        quantity: Option<i64> = "quantity",
    }
}

wire_struct! {
    /// Puts things into the cart of the page around.
    pub struct AddToCart {
        /// `addToCart`.
        action_type: String = "type",
        /// Which things.
        items: Many<CartItem> = "items",
    }
}

wire_struct! {
    /// Asks for a day, or for two.
    pub struct DatePicker {
        /// `datePicker`.
        action_type: String = "type",
        /// `single` or `range`.
        class: Option<String> = "class",
        /// The question.
        title: Option<String> = "title",
        /// The first day; seconds, as far as examples tell.
        min_date: Option<i64> = "minDate",
        /// The last day; seconds, as far as examples tell.
        max_date: Option<i64> = "maxDate",
        /// How days are written.
        date_format: Option<String> = "dateFormat",
    }
}

wire_struct! {
    /// One offered time.
    pub struct ScheduleSlot {
        /// `scheduleSlot`.
        slot_type: Option<String> = "type",
        /// Which.
        id: Option<LooseId> = "id",
        /// When it begins.
        start: Option<i64> = "start",
        /// When it ends.
        end: Option<i64> = "end",
        /// Its title.
        title: Option<String> = "title",
        /// More words.
        description: Option<String> = "description",
        /// A picture.
        image_url: Option<String> = "imageUrl",
    }
}

wire_struct! {
    /// Asks for one of several times.
    pub struct ScheduleSlotList {
        /// `scheduleSlotList`.
        action_type: String = "type",
        /// The question.
        title: Option<String> = "title",
        /// The times.
        slots: Many<ScheduleSlot> = "slots",
        /// `sun` or `mon`.
        first_day_of_the_week: Option<String> = "firstDayOfTheWeek",
    }
}

wire_struct! {
    /// A box of a list: remembers a text until the list is submitted.
    pub struct Checked {
        /// `checked`.
        action_type: String = "type",
        /// The text.
        publish_text: Option<String> = "publishText",
        /// How the box is named to assistive technology.
        accessibility: Option<Accessibility> = "accessibility",
    }
}

wire_struct! {
    /// The submit button of a list: says the texts of the ticked boxes.
    pub struct SubmitAsText {
        /// `submitAsText`.
        action_type: String = "type",
        /// Whether it does so.
        submit: Option<bool> = "submit",
        /// How the button is named to assistive technology.
        accessibility: Option<Accessibility> = "accessibility",
    }
}

wire_kinds! {
    /// One action of a click.
    pub enum Action {
        /// Says a text for the consumer.
        PublishText = "publishText",
        /// Opens an address.
        Link = "link",
        /// Shows a place on a map.
        Navigate = "navigate",
        /// Something for the page around.
        CustomAction = "custom",
        /// Fills the cart of the page around.
        AddToCart = "addToCart",
        /// Asks for a day.
        DatePicker = "datePicker",
        /// Asks for a time.
        ScheduleSlotList = "scheduleSlotList",
        /// Remembers a ticked box.
        Checked = "checked",
        /// Says what was ticked.
        SubmitAsText = "submitAsText",
    } else {
        /// An action that this version does not know.
        Unknown = closed,
    }
}
