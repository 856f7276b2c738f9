internal import Glibc
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import NIOSSL

/// Why there is no connection, in words: what the network library says names its own insides.
public enum ConnectionFault {
    /// The cause, in a few words and without a full stop.
    public static func words(_ error: any Error) -> String {
        switch error {
        // It lists every attempt; people need the cause.
        case let failed as NIOConnectionError:
            failed.connectionErrors.first.map { words($0.error) } ?? "\(failed.host) has no address"
        case let system as IOError: String(cString: strerror(system.errnoCode))
        case let failed as NIOSSLError: words(failed)
        case is NIOSSLExtraError: "its certificate is for another name"
        case let failed as ChannelError: words(failed)
        case is HTTPParserError: "what came back is no HTTP"
        default: "\(error)"
        }
    }

    private static func words(_ error: NIOSSLError) -> String {
        switch error {
        case .handshakeFailed(let cause):
            // The reason stands last in the library's line, as `…:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED at …`.
            "\(cause)".split(separator: "OPENSSL_internal:").dropFirst().first
                .map { "the TLS handshake failed: \($0.prefix { $0.isUppercase || $0.isNumber || $0 == "_" })" }
                ?? "the TLS handshake failed"
        case .uncleanShutdown: "the connection was cut"
        case .unableToValidateCertificate: "its certificate cannot be validated"
        default: "TLS failed: \(error)"
        }
    }

    private static func words(_ error: ChannelError) -> String {
        switch error {
        case .connectTimeout: "no connection in time"
        case .eof, .ioOnClosedChannel, .alreadyClosed, .inputClosed, .outputClosed: "the connection was closed"
        default: "\(error)"
        }
    }
}
