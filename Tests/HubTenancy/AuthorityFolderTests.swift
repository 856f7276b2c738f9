import Foundation
import HubTenancy
import TestKit
import Testing

@Suite struct AuthorityFolderTests {
    private let temporary: TemporaryFolder
    private let folder: AuthorityFolder

    init() throws {
        temporary = try TemporaryFolder("authority")
        folder = AuthorityFolder(path: temporary.file("a/b/ca"))
    }

    @Test func itIsMadeOnceAndForItsOwnerAlone() throws {
        let (made, isNew) = try folder.open()
        #expect(isNew)
        let again = try folder.open()
        #expect(!again.isNew)
        #expect(again.authority.fingerprint == made.fingerprint)
        #expect(throws: AuthorityFault.exists(path: folder.file)) { try folder.make() }
        var status = stat()
        #expect(stat(folder.file, &status) == 0)
        #expect(status.st_mode & 0o777 == 0o600)
        #expect(made.fingerprint.count == 64)
        #expect(!made.certificatesPEM.contains("PRIVATE"))
    }

    @Test func hubsThatStartAtOnceMakeOne() async throws {
        let fingerprints = try await withThrowingTaskGroup(of: String.self) { group in
            for _ in 0..<8 { group.addTask { [folder] in try folder.open().authority.fingerprint } }
            return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(fingerprints.count == 1)
    }

    @Test func aKeyThatOthersCanReadIsNotUsed() throws {
        _ = try folder.open()
        chmod(folder.file, 0o640)
        #expect(throws: AuthorityFault.exposed(path: folder.file)) { try folder.open() }
    }

    @Test func aDamagedFileIsNotReplaced() throws {
        _ = try folder.open()
        let whole = try String(contentsOfFile: folder.file, encoding: .utf8)
        let key = String(whole[..<(try #require(whole.firstRange(of: "-----BEGIN CERT"))).lowerBound])
        for text in ["", "rubbish", key, String(whole.dropFirst(key.count)), String(whole.dropLast(60))] {
            try Data(text.utf8).write(to: URL(fileURLWithPath: folder.file))
            chmod(folder.file, 0o600)
            #expect(throws: AuthorityFault.self) { try folder.open() }
            #expect(try String(contentsOfFile: folder.file, encoding: .utf8) == text)
        }
    }

    /// While one authority replaces another, both are trusted and the one of the key signs.
    @Test func furtherCertificatesAreTrusted() throws {
        let (old, _) = try AuthorityFolder(path: temporary.file("old")).open()
        _ = try folder.open()
        let both = old.certificatesPEM + (try String(contentsOfFile: folder.file, encoding: .utf8))
        let authority = try CertificateAuthority(pem: both)
        #expect(authority.certificatesPEM.components(separatedBy: "BEGIN CERTIFICATE").count == 3)
        #expect(authority.fingerprint == (try folder.open().authority.fingerprint))
    }
}
