import Crypto
import HubTenancy
import Runtime
import SwiftASN1
import SyncClient
import Telemetry
import Testing
import X509

/// Who gets a certificate, and which are known again; no network, no clock, no disk.
@Suite struct AuthorityTests {
    private let authority: CertificateAuthority
    private static let agent = AgentID(UniqueID(high: 1, low: 2))
    private static let tenant = TenantID(UniqueID(high: 3, low: 4))
    private static let now = Timestamp(seconds: 1_763_712_000)

    init() throws { authority = try CertificateAuthority.make() }

    private func issue(by authority: CertificateAuthority? = nil) throws -> IssuedCertificate {
        try (authority ?? self.authority).issue(
            SigningRequest(pem: AgentKey().request()), agent: Self.agent, tenant: Self.tenant,
            lifeSeconds: 90 * 86_400, at: Self.now)
    }

    private static func der(_ pem: String) throws -> [UInt8] { try PEMDocument(pemString: pem).derBytes }

    @Test func whatItIssuesItKnowsAgain() throws {
        let issued = try issue()
        let known = try authority.check(try Self.der(issued.pem))
        #expect(known == issued.certificate)
        #expect(known.tenant == Self.tenant)
        #expect(known.agent == Self.agent)
        #expect(try issue().certificate.serial != issued.certificate.serial)
    }

    @Test func itHoldsForItsLife() throws {
        let certificate = try issue().certificate
        let end = 90.0 * 86_400
        let cases: [(Double, AgentCertificate.Validity)] = [
            (-301, .notYetValid), (-299, .valid), (0, .valid), (end, .valid), (end + 1, .expired),
            (end * 160, .expired),
        ]
        for (seconds, validity) in cases {
            #expect(certificate.validity(at: Self.now.advanced(seconds: seconds)) == validity, "\(seconds) s")
        }
    }

    @Test func othersAreNotKnown() throws {
        let stranger = try CertificateAuthority.make()
        #expect(throws: CertificateFault.notOurs("comes from another authority")) {
            try authority.check(try Self.der(try issue(by: stranger).pem))
        }
        let server = try authority.issueServer(names: ["hub.example"])
        #expect(throws: CertificateFault.notOurs("is not one for agents")) {
            try authority.check(try Self.der(server.certificatePEM))
        }
        #expect(throws: CertificateFault.notOurs("is not one for agents")) {
            try authority.check(try Self.der(authority.certificatesPEM))
        }
        #expect(throws: CertificateFault.notOurs("cannot be read")) { try authority.check([1, 2, 3]) }
        #expect(throws: CertificateFault.self) { try authority.check([]) }
    }

    @Test func notOneBitOfItCanBeChanged() throws {
        let der = try Self.der(try issue().pem)
        let known = try authority.check(der)
        for index in der.indices {
            var forged = der
            forged[index] ^= 1
            #expect((try? authority.check(forged)).map { $0 == known } ?? true, "byte \(index)")
        }
    }

    /// A request names nobody as far as the hub is concerned.
    @Test func theNamesInARequestAreIgnored() throws {
        let key = P256.Signing.PrivateKey()
        let wish = "urn:millwright:tenant:\(TenantID(UniqueID(high: 9, low: 9))):agent:\(Self.agent)"
        let request = try CertificateSigningRequest(
            version: .v1, subject: try DistinguishedName { CommonName("root") }, privateKey: .init(key),
            attributes: .init([
                .init(
                    ExtensionRequest(
                        extensions: try Certificate.Extensions {
                            Critical(BasicConstraints.isCertificateAuthority(maxPathLength: nil))
                            SubjectAlternativeNames([.uniformResourceIdentifier(wish), .dnsName("hub.example")])
                        }))
            ]), signatureAlgorithm: .ecdsaWithSHA256)
        let issued = try authority.issue(
            SigningRequest(pem: request.serializeAsPEM().pemString), agent: Self.agent, tenant: Self.tenant,
            lifeSeconds: 60, at: Self.now)
        #expect(try authority.check(try Self.der(issued.pem)).tenant == Self.tenant)
        let certificate = try Certificate(pemEncoded: issued.pem)
        #expect(try certificate.extensions.subjectAlternativeNames?.count == 1)
        #expect(try certificate.extensions.basicConstraints == .notCertificateAuthority)
    }

    @Test func aRequestMustBeSignedByItsOwnKeyOnTheRightCurve() throws {
        let pem = try AgentKey().request()
        #expect(throws: Never.self) { try SigningRequest(pem: pem) }
        var der = try Self.der(pem)
        der[der.count - 1] ^= 1
        let forged = PEMDocument(type: "CERTIFICATE REQUEST", derBytes: der).pemString
        #expect(throws: CertificateFault.requestInvalid("is not signed by the key that it names")) {
            try SigningRequest(pem: forged)
        }
        let other = try CertificateSigningRequest(
            version: .v1, subject: DistinguishedName(), privateKey: .init(P384.Signing.PrivateKey()),
            attributes: .init(), signatureAlgorithm: .ecdsaWithSHA384)
        #expect(throws: CertificateFault.requestInvalid("has a key that is not on the curve P-256")) {
            try SigningRequest(pem: try other.serializeAsPEM().pemString)
        }
        for rubbish in ["", "x", String(repeating: "A", count: 5_000), pem.replacing("M", with: "N")] {
            #expect(throws: CertificateFault.self) { try SigningRequest(pem: rubbish) }
        }
    }
}
