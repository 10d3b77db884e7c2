//! The words of the questions after a conversation.

pub(in crate::ui) const SURVEY_MORE: &str = "Answer as you like, or skip the questions.";
pub(in crate::ui) const SKIP_SURVEY: &str = "Skip the survey";

pub(in crate::ui) const RATE: &str = "How was this conversation?";
/// What is told, how it is shown, and what it means.
pub(in crate::ui) const RATES: [[&str; 3]; 5] =
    [["1", "1", "Very bad"], ["2", "2", "Bad"], ["3", "3", "Fair"], ["4", "4", "Good"], ["5", "5", "Very good"]];
pub(in crate::ui) const SETTLED: &str = "Is your matter settled?";
pub(in crate::ui) const YES: &str = "yes";
pub(in crate::ui) const SETTLED_OR_NOT: [[&str; 3]; 2] = [[YES, "", "Yes"], ["no", "", "No"]];
pub(in crate::ui) const SEND_RATING: &str = "Send the rating";
pub(in crate::ui) const SKIP_RATING: &str = "Skip";
pub(in crate::ui) const RATE_FIRST: &str = "Choose from 1 to 5 first.";
pub(in crate::ui) const RATING: &str = "Sending your rating…";
pub(in crate::ui) const NOT_RATED: &str = "Your rating could not be sent. Try again in a moment.";
pub(in crate::ui) const RATED: &str = "Thank you for your rating.";
