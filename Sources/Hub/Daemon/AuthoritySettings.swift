internal import Settings

/// The hub's own authority, which gives agents their certificates.
struct AuthoritySettings: Sendable {
    var folder = "/var/lib/millwright-hub/ca"
    var certificateLifetime = Duration.seconds(90 * 86_400)

    mutating func read(_ reader: inout SettingsReader) {
        folder = reader.value(
            .text(
                "ca.folder", default: "/var/lib/millwright-hub/ca",
                about: "The folder of the key and certificate of the hub's own authority."))
        certificateLifetime = reader.value(
            .duration(
                "ca.certificate_lifetime", default: .seconds(90 * 86_400),
                in: .seconds(60)...(.seconds(3_650 * 86_400)), about: "How long an agent's certificate holds."))
    }
}
