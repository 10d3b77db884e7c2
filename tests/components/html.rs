//! Reading rendered HTML: one element out of the whole, one tag a line.

/// The element whose start tag holds `marker`, laid out to be read.
///
/// # Panics
/// When there is no such element.
pub(crate) fn element(html: &str, marker: &str) -> String {
    let pieces = pieces(html);
    let starts = |piece: &&str| piece.starts_with('<') && !piece.starts_with("</") && piece.contains(marker);
    let start = pieces.iter().position(starts).unwrap_or_else(|| panic!("no {marker} in {html}"));
    let mut depth = 0_usize;
    let mut lines = Vec::new();
    for piece in &pieces[start..] {
        let closes = piece.starts_with("</");
        if closes {
            depth -= 1;
        }
        lines.push([&"  ".repeat(depth), *piece].concat());
        let is_empty = ["<input", "<img"].iter().any(|tag| piece.starts_with(tag));
        if piece.starts_with('<') && !closes && !is_empty {
            depth += 1;
        }
        if depth == 0 {
            break;
        }
    }
    lines.join("\n")
}

/// Tags and the texts between them. No tag of ours holds a `>` in an attribute: that is part of what is tested.
fn pieces(html: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while !rest.is_empty() {
        let end = if rest.starts_with('<') {
            rest.find('>').map_or(rest.len(), |index| index + 1)
        } else {
            rest.find('<').unwrap_or(rest.len())
        };
        let (piece, after) = rest.split_at(end);
        // Comments are the renderer's own marks.
        if !piece.starts_with("<!--") {
            pieces.push(piece);
        }
        rest = after;
    }
    pieces
}
