//! Who a consumer is: the profile that a client sets, and what an agent gets to read of it.

use serde_json::Value;

use super::ids::LooseId;
use super::wire::{Loose, Many, Trace, Wire, open, wire_kinds, wire_struct};

wire_struct! {
    /// Where messages are pushed to.
    pub struct PushNotificationData {
        /// Which service.
        service_name: Option<String> = "serviceName",
        /// Under which certificate.
        cert_name: Option<String> = "certName",
        /// To which device. A secret: never logged.
        token: Option<String> = "token",
    }
}

wire_struct! {
    /// What only the brand sees.
    pub struct PrivateData {
        /// A telephone number.
        mobile_num: Option<String> = "mobileNum",
        /// An address.
        mail: Option<String> = "mail",
        /// The address under its other name.
        email: Option<String> = "email",
        /// The customer.
        user_id: Option<String> = "userId",
        /// Where messages are pushed to.
        push_notification_data: Option<PushNotificationData> = "pushNotificationData",
    }
}

wire_struct! {
    /// A day.
    pub struct Day {
        /// The year.
        year: Option<i64> = "year",
        /// The month, from 1.
        month: Option<i64> = "month",
        /// The day, from 1.
        day: Option<i64> = "day",
    }
}

wire_struct! {
    /// What a brand knows of a customer.
    pub struct CustomerInfo {
        /// The stage of the relation.
        status: Option<String> = "cstatus",
        /// The tier.
        customer_type: Option<String> = "ctype",
        /// Which customer.
        customer_id: Option<LooseId> = "customerId",
        /// Money.
        balance: Option<Loose> = "balance",
        /// In which currency.
        currency: Option<String> = "currency",
        /// In a social network.
        social_id: Option<LooseId> = "socialId",
        /// The device.
        imei: Option<LooseId> = "imei",
        /// The name used.
        user_name: Option<String> = "userName",
        /// How large the customer's company is.
        company_size: Option<Loose> = "companySize",
        /// The company.
        account_name: Option<String> = "accountName",
        /// The part played in it.
        role: Option<String> = "role",
        /// The last payment.
        last_payment_date: Option<Day> = "lastPaymentDate",
        /// Since when registered.
        registration_date: Option<Day> = "registrationDate",
        /// Whether signed in.
        login_status: Option<String> = "loginStatus",
        /// The shop.
        store_number: Option<LooseId> = "storeNumber",
        /// Where the shop is.
        store_zip_code: Option<LooseId> = "storeZipCode",
    }
}

wire_struct! {
    /// How old somebody is.
    pub struct Age {
        /// In years.
        age: Option<i64> = "age",
        /// The year of birth.
        year: Option<i64> = "year",
        /// The month of birth.
        month: Option<i64> = "month",
        /// The day of birth.
        day: Option<i64> = "day",
    }
}

wire_struct! {
    /// Where somebody lives.
    pub struct Address {
        /// The country.
        country: Option<String> = "country",
        /// The region.
        region: Option<String> = "region",
    }
}

wire_struct! {
    /// How somebody can be reached.
    pub struct Contact {
        /// By letter over the net.
        email: Option<String> = "email",
        /// By telephone.
        phone: Option<String> = "phone",
        /// What kind of telephone.
        phone_type: Option<String> = "phoneType",
        /// Which way is liked best.
        preferred: Option<String> = "preferred",
        /// By post.
        address: Option<Address> = "address",
    }
}

wire_struct! {
    /// What somebody tells of themselves.
    pub struct PersonalInfo {
        /// The given name; so spelt.
        first_name: Option<String> = "firstname",
        /// The family name; so spelt.
        last_name: Option<String> = "lastname",
        /// The age.
        age: Option<Age> = "age",
        /// How to be reached.
        contacts: Many<Contact> = "contacts",
        /// `MALE`, `FEMALE`, `OTHER`.
        gender: Option<String> = "gender",
        /// A language.
        language: Option<String> = "language",
        /// The company.
        company: Option<String> = "company",
    }
}

wire_struct! {
    /// How an attribute was proven.
    pub struct Proof {
        /// By which means.
        amr: Many<String> = "amr",
        /// By whom.
        iss: Option<String> = "iss",
    }
}

wire_struct! {
    /// What a brand knows of a customer, as an engagement attribute.
    pub struct Customer {
        /// `ctmrinfo`.
        attribute_type: String = "type",
        /// What is known.
        info: Option<CustomerInfo> = "info",
        /// How it was proven.
        auth: Option<Proof> = "auth",
        /// How far it is proven.
        acr: Option<String> = "acr",
        /// By whom.
        iss: Option<String> = "iss",
    }
}

wire_struct! {
    /// What somebody tells of themselves, as an engagement attribute.
    pub struct Person {
        /// `personal`.
        attribute_type: String = "type",
        /// What is told.
        personal: Option<PersonalInfo> = "personal",
        /// How it was proven.
        auth: Option<Proof> = "auth",
        /// How far it is proven.
        acr: Option<String> = "acr",
        /// By whom.
        iss: Option<String> = "iss",
    }
}

wire_kinds! {
    /// An engagement attribute.
    pub enum Attribute {
        /// What a brand knows of a customer.
        Customer = "ctmrinfo",
        /// What somebody tells of themselves.
        Person = "personal",
    } else {
        /// One of the many kinds that a consumer does not set: opaque.
        Other = open,
    }
}

/// Attributes as a value.
#[derive(Clone, Debug, PartialEq)]
pub struct AttributeList(pub Many<AttributeOrText>);

impl Wire for AttributeList {
    fn blank() -> Self {
        Self(Many::default())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        Some(Self(Many::read_list(value, trace)))
    }

    fn write(&self) -> Value {
        self.0.write_list()
    }
}

wire_struct! {
    /// Attributes with who vouches for them.
    pub struct Claims {
        /// The attributes; encrypted ones are one text.
        lp_sdes: Many<AttributeOrText> = "lp_sdes",
        /// Who vouches.
        iss: Option<String> = "iss",
        /// For whom: the brand's own id.
        sub: Option<String> = "sub",
    }
}

/// An attribute, or attributes encrypted into one text.
#[derive(Clone, Debug, PartialEq)]
pub enum AttributeOrText {
    /// Encrypted.
    Text(String),
    /// Readable.
    Attribute(Attribute),
}

impl Wire for AttributeOrText {
    fn blank() -> Self {
        Self::Text(String::new())
    }

    fn read(value: &Value, trace: &mut Trace) -> Option<Self> {
        match value {
            Value::String(text) => Some(Self::Text(text.clone())),
            value => Attribute::read(value, trace).map(Self::Attribute),
        }
    }

    fn write(&self) -> Value {
        match self {
            Self::Text(text) => text.write(),
            Self::Attribute(attribute) => attribute.write(),
        }
    }
}

wire_struct! {
    /// A profile, as a client sets it and as older services give it back. All of it is optional.
    pub struct Profile {
        /// The given name.
        first_name: Option<String> = "firstName",
        /// The family name.
        last_name: Option<String> = "lastName",
        /// The name to be called by.
        nick_name: Option<String> = "nickName",
        /// The brand's own id.
        user_id: Option<String> = "userId",
        /// A picture.
        avatar_url: Option<String> = "avatarUrl",
        /// A part.
        role: Option<String> = "role",
        /// Another picture; so spelt.
        background_image_uri: Option<String> = "backgndImgUri",
        /// Words.
        description: Option<String> = "description",
        /// What only the brand sees.
        private_data: Option<PrivateData> = "privateData",
        /// Engagement attributes.
        authenticated_data: Option<Claims> = "authenticatedData",
        /// The same with who vouches for them.
        claims: Option<Claims> = "claims",
        /// How far they are proven.
        acr: Option<String> = "acr",
    }
}
