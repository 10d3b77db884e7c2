//! Alongside: a chat widget with CoBrowse invitations.
