internal import HTTPTypes
internal import Hummingbird

/// Headers that keep browsers from doing what the console never needs.
enum SecurityHeaders {
    private static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data:", "font-src 'self'",
        "connect-src 'self'", "manifest-src 'self'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let fields: [(HTTPField.Name, String)] = [
        (.contentSecurityPolicy, policy), (.xContentTypeOptions, "nosniff"),
        (named("Referrer-Policy"), "no-referrer"), (named("X-Frame-Options"), "DENY"),
        (named("Cross-Origin-Opener-Policy"), "same-origin"), (named("Cross-Origin-Resource-Policy"), "same-origin"),
        (named("Permissions-Policy"), "camera=(), geolocation=(), microphone=(), payment=(), usb=()"),
    ]

    static func add(to response: inout Response) {
        for (name, value) in fields { response.headers[name] = value }
        // The browser's own rule would keep a listed origin from reading what CORS lets it read.
        if response.headers[.accessControlAllowOrigin] != nil {
            response.headers[named("Cross-Origin-Resource-Policy")] = "cross-origin"
        }
    }

    /// A name of a header that is known to be one.
    static func named(_ text: String) -> HTTPField.Name {
        guard let name = HTTPField.Name(text) else { preconditionFailure("\(text) is no header's name") }
        return name
    }
}
