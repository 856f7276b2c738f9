internal import FoundationEssentials

/// Base 64 as it stands in the hub's answers: the alphabet that is safe in addresses, or the common one, with or
/// without padding.
enum Base64Text {
    static func decode(_ text: String) -> [UInt8]? {
        var common = text.replacing("-", with: "+").replacing("_", with: "/")
        while common.utf8.count % 4 != 0 { common += "=" }
        return Data(base64Encoded: common).map(Array.init)
    }

    static func encode(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
