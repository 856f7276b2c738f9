public import Runtime

/// Why a connection to a hub cannot even be set up: a mistake in the configuration.
public enum HubClientError: CodedError, Equatable {
    case addressInvalid(String)
    /// A certificate or key that cannot be read.
    case tlsInvalid(String)

    /// An upper-case word for each case, all beginning with `HUB_`.
    public var code: String {
        switch self {
        case .addressInvalid: "HUB_ADDRESS_INVALID"
        case .tlsInvalid: "HUB_TLS_INVALID"
        }
    }

    /// One sentence with the address or the reason, and what an address should look like.
    public var message: String {
        switch self {
        case .addressInvalid(let address):
            "\"\(address)\" is not an address of a hub; it should look like https://hub.example:8443."
        case .tlsInvalid(let why): "The certificates for the hub cannot be used: \(why)."
        }
    }
}
