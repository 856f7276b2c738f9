import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import SyncClient
import SyncCore
import Testing

@Suite(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/openssl")))
struct HubOverTLSTests {
    private let group = MultiThreadedEventLoopGroup.singleton

    @Test func onlyAHubWhoseAuthorityIsTrustedIsSpokenTo() async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (certificate, key) = try makeCertificate(in: folder)
        let tls = try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: NIOSSLCertificate.fromPEMFile(certificate).map { .certificate($0) },
                privateKey: .privateKey(NIOSSLPrivateKey(file: key, format: .pem))))
        let hub = try await TestHub(group: group, tls: tls) { _ in .reply(status: 200, body: [9]) }
        let endpoint = try HubEndpoint("https://localhost:\(hub.port)")
        let trusting = try HubConnection(
            endpoint: endpoint, trust: HubTrust(authoritiesFile: certificate), group: group)
        #expect(try await trusting.post("/").get().body == [9])
        let strict = try HubConnection(endpoint: endpoint, group: group)
        #expect(
            await strict.post("/") == .failure(.unreachable("the TLS handshake failed: CERTIFICATE_VERIFY_FAILED")))
        #expect(hub.requests.count == 1)
        trusting.reset()
        strict.reset()
        try await hub.stop()
    }

    /// A certificate for `localhost` that signs itself.
    private func makeCertificate(in folder: URL) throws -> (certificate: String, key: String) {
        let (certificate, key) = (
            folder.appendingPathComponent("cert.pem").path, folder.appendingPathComponent("key.pem").path
        )
        let openssl = Process()
        openssl.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        openssl.arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate,
        ]
        openssl.standardError = FileHandle.nullDevice
        try openssl.run()
        openssl.waitUntilExit()
        try #require(openssl.terminationStatus == 0)
        return (certificate, key)
    }
}
