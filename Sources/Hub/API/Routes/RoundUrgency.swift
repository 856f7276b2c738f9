internal import HTTPTypes

/// What a round waits behind; the most urgent first.
enum RoundUrgency: Int, CaseIterable {
    /// It carries a critical record: an alert, or a safety field.
    case critical = 0
    /// All others.
    case ordinary = 1

    /// What an agent says of its round, in the field of RFC 9218: urgencies below the default of 3 are critical.
    init(_ headers: HTTPFields) {
        let parameters = headers[SecurityHeaders.named("Priority")]?.split(separator: ",") ?? []
        let urgency = parameters.lazy.map { String($0).trimmed }.first { $0.hasPrefix("u=") }
        self = urgency.flatMap { Int($0.dropFirst(2)) }.map { $0 < 3 } == true ? .critical : .ordinary
    }
}
