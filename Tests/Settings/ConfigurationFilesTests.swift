import Foundation
import Settings
import Testing

@Suite struct ConfigurationFilesTests {
    /// A new folder that is removed afterwards.
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "settings-\(UUID())").path
        try FileManager.default.createDirectory(atPath: folder + "/conf.d", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try body(folder)
    }

    @Test func dropInsLieOverTheFileInTheOrderOfTheirNames() throws {
        try withFolder { folder in
            try "a: {x: 1, y: 1}".write(toFile: folder + "/main.yaml", atomically: true, encoding: .utf8)
            try "a: {x: 3}".write(toFile: folder + "/conf.d/20.yaml", atomically: true, encoding: .utf8)
            try "a: {x: 2, y: 2}".write(toFile: folder + "/conf.d/10.yaml", atomically: true, encoding: .utf8)
            try "not yaml: [".write(toFile: folder + "/conf.d/readme.txt", atomically: true, encoding: .utf8)
            let node = try ConfigurationFiles.load(folder + "/main.yaml")
            #expect(node.node(at: "a.x")?.content == .scalar("3", isPlain: true))
            #expect(node.node(at: "a.y")?.content == .scalar("2", isPlain: true))
        }
    }

    @Test func mistakesOfAllFilesComeTogether() throws {
        try withFolder { folder in
            try "a: [".write(toFile: folder + "/main.yaml", atomically: true, encoding: .utf8)
            try "b: [".write(toFile: folder + "/conf.d/10.yaml", atomically: true, encoding: .utf8)
            let error = #expect(throws: ConfigurationMistakes.self) {
                try ConfigurationFiles.load(folder + "/main.yaml")
            }
            #expect(error?.list.count == 2)
        }
    }

    @Test func whatCannotBeReadIsSaid() throws {
        try withFolder { folder in
            let missing = #expect(throws: ConfigurationMistakes.self) {
                try ConfigurationFiles.load(folder + "/no.yaml")
            }
            #expect(missing?.list.first?.kind == .fileUnreadable)
            try String(repeating: "x", count: 100).write(toFile: folder + "/big", atomically: true, encoding: .utf8)
            let large = #expect(throws: ConfigurationMistakes.self) {
                try ConfigurationFiles.read(folder + "/big", bytesMax: 99)
            }
            #expect(large?.list.first?.kind == .limit)
        }
    }
}
