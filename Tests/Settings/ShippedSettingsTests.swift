import Foundation
import Settings
import Testing

@Suite struct ShippedSettingsTests {
    private static let root = String(#filePath.split(separator: "/Tests/")[0])

    @Test(arguments: ["agent-config/agent.yaml", "hub-config/hub.yaml"])
    func filesReadAndEveryKeyHasAComment(file: String) throws {
        let path = "\(Self.root)/\(file)"
        let node = try ConfigurationFiles.load(path)
        guard case .mapping(let sections) = node.content else { return #expect(Bool(false)) }
        #expect(sections.count > 5)
        var commented = false
        for line in try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n") {
            let text = line.drop { $0 == " " }
            if text.hasPrefix("#") { commented = true }
            let isKey = line.hasPrefix("  ") && !text.hasPrefix("#") && !line.hasSuffix("tls:")
            // Two keys may share one comment that speaks of both; three may not.
            if isKey { #expect(commented || text.hasPrefix("seal_") || text.contains("_max:"), "\(line)") }
            if isKey { commented = false }
        }
    }
}
