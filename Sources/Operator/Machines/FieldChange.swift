internal import MillwrightDevice

/// A field and its new value, as a person writes it: `limit.temperature.LIMIT.CRITICAL.above=82`.
///
/// What is no JSON is a text, so that `status=OFFLINE` needs no quotation marks; `null` takes the field away.
struct FieldChange: Equatable {
    var path: String
    var value: JSONValue

    init(_ text: String, field: String) throws(CommandFailure) {
        guard let equals = text.firstIndex(of: "="), equals > text.startIndex else {
            throw CommandFailure("OPTION_INVALID", "\(text): write PATH=VALUE", field: field)
        }
        path = String(text[..<equals])
        let written = String(text[text.index(after: equals)...])
        value = JSONValue(Array(written.utf8)) ?? .string(written)
    }
}
