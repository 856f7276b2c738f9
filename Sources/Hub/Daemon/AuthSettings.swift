internal import HubTenancy
internal import Settings

/// How people log in.
struct AuthSettings: Sendable {
    var secret: AccessSecret
    var previous: AccessSecret?
    var accessLifetime: Duration
    var refreshLifetime: Duration
    var enrolmentLifetime: Duration
    var passwordCost: PasswordCost
    var loginFailuresMax: Int
    var loginWindow: Duration
    var allowsRegistration: Bool

    init(_ reader: inout SettingsReader) {
        // With a mistake the hub does not start; the random one only lets the reading go on to the next mistake.
        secret = Self.secret("auth.jwt_secret_file", required: true, environment: "JWT_SECRET", &reader) ?? .random()
        previous = Self.secret("auth.jwt_previous_file", required: false, environment: nil, &reader)
        accessLifetime = reader.value(
            .duration(
                "auth.access_lifetime", default: .seconds(900), in: .seconds(60)...(.seconds(86_400)),
                about: "How long a token holds."))
        refreshLifetime = reader.value(
            .duration(
                "auth.refresh_lifetime", default: .seconds(30 * 86_400), in: .seconds(3_600)...(.seconds(365 * 86_400)),
                about: "How long a session can be renewed."))
        enrolmentLifetime = reader.value(
            .duration(
                "auth.enrolment_lifetime", default: .seconds(3_600), in: .seconds(60)...(.seconds(30 * 86_400)),
                about: "How long an enrolment's token holds."))
        let logarithm = reader.value(
            .integer("auth.scrypt_log_n", default: 15, in: 12...20, about: "The work of a password's hash."))
        passwordCost = PasswordCost(logarithm: logarithm, blockSize: 8, parallelism: 1) ?? .default
        loginFailuresMax = reader.value(
            .integer(
                "auth.login_failures_max", default: 5, in: 1...1_000, about: "Failed log-ins before one must wait."))
        loginWindow = reader.value(
            .duration(
                "auth.login_window", default: .seconds(3_600), in: .seconds(60)...(.seconds(86_400)),
                about: "The time in which failed log-ins count."))
        allowsRegistration = reader.value(
            .flag("auth.registration", default: true, about: "Whether anybody may register an organization."))
    }

    private static func secret(
        _ path: String, required: Bool, environment: String?, _ reader: inout SettingsReader
    ) -> AccessSecret? {
        let names = environment.map { [EnvironmentName($0, holdsSecret: true)] } ?? []
        let key = SecretKey(path, required: required, environment: names, about: "the secret that signs tokens")
        guard let text = reader.secret(key) else { return nil }
        do {
            return try AccessSecret(text.revealed)
        } catch {
            reader.conflict(at: path, "the secret \(error)")
            return nil
        }
    }
}
