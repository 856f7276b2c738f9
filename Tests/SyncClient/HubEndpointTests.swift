import NIOPosix
import SyncClient
import Testing

@Suite struct HubEndpointTests {
    @Test(arguments: [
        ("http://hub", false, "hub", 80, ""), ("https://hub.example", true, "hub.example", 443, ""),
        ("https://hub.example:8443/", true, "hub.example", 8_443, ""),
        ("http://127.0.0.1:8080/a/b//", false, "127.0.0.1", 8_080, "/a/b"), ("http://[::1]:9", false, "::1", 9, ""),
        ("http://[fe80::1]", false, "fe80::1", 80, ""),
    ])
    func addressesAreRead(_ text: String, secure: Bool, host: String, port: Int, path: String) throws {
        let endpoint = try HubEndpoint(text)
        #expect(endpoint.isSecure == secure)
        #expect(endpoint.host == host)
        #expect(endpoint.port == port)
        #expect(endpoint.basePath == path)
    }

    @Test(arguments: [
        "", "hub", "ftp://hub", "http://", "http://:80", "http://hub:0", "http://hub:70000", "http://hub:x",
        "http://a b", "http://[::1", "http://[::1]x", "http://user@hub", "http://hub/a?b", "http://hub/\r\nHost: x",
    ])
    func whatCannotBeAnAddressIsRefused(_ text: String) {
        #expect(throws: HubClientError.addressInvalid(text)) { try HubEndpoint(text) }
    }

    @Test func certificatesThatCannotBeReadAreToldAtOnce() throws {
        let endpoint = try HubEndpoint("https://hub")
        let trust = HubTrust(authoritiesFile: "/nowhere/ca.pem")
        #expect(throws: HubClientError.self) {
            try HubConnection(endpoint: endpoint, trust: trust, group: .singletonMultiThreadedEventLoopGroup)
        }
    }
}
