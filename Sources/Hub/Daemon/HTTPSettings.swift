internal import Settings

/// How the hub listens.
struct HTTPSettings: Sendable {
    var listen = NetworkAddress(host: "127.0.0.1", port: 8080)
    var origins: [String] = []
    var bodyBytesMax = 1 << 20
    var drain = Duration.seconds(10)
    var publicAddress: String?
    var certificateFile: String?
    var keyFile: String?
    var trustsProxy = false

    mutating func read(_ reader: inout SettingsReader) {
        listen = reader.value(.address("http.listen", default: listen, about: "Where the hub listens."))
        origins = reader.value(
            .list("http.cors", default: [], environment: ["CORS_ORIGIN"], about: "Origins that may call the API."))
        bodyBytesMax = reader.value(
            .byteSize("http.body_max", default: 1 << 20, in: 1_024...(64 << 20), about: "Bodies of API calls."))
        drain = reader.value(
            .duration(
                "http.drain", default: .seconds(10), in: .seconds(1)...(.seconds(600)),
                about: "How long requests may still run when the hub ends."))
        publicAddress = reader.value(
            .optionalText("http.public_url", about: "The hub's address as agents see it."))
        trustsProxy = reader.value(
            .flag(
                "http.trust_proxy", default: false,
                about: "Whether a proxy in front says in X-Forwarded-For where requests come from."))
        certificateFile = reader.value(.optionalText("http.tls.cert_file", about: "The hub's certificate (PEM)."))
        keyFile = reader.value(.optionalText("http.tls.key_file", about: "The certificate's key (PEM)."))
        if (certificateFile == nil) != (keyFile == nil) {
            reader.conflict(at: "http.tls.cert_file", "a certificate needs its key, and a key its certificate")
        }
    }
}
