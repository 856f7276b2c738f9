/// The forms of the names in a profile.
enum ProfileName {
    /// 1 to 64 of `a-z 0-9 _ -`, beginning with a letter.
    static func checked(_ text: String) -> String? {
        let isName = text.utf8.allSatisfy { byte in
            (97...122).contains(byte) || (48...57).contains(byte) || byte == 95 || byte == 45
        }
        guard isName, (1...64).contains(text.utf8.count), text.utf8.first.map({ $0 >= 97 }) == true else { return nil }
        return text
    }

    /// 1 to 64 of `A-Z 0-9 _`, beginning with a letter.
    static func upperCase(_ text: String) -> String? {
        let isWord = text.utf8.allSatisfy { (65...90).contains($0) || (48...57).contains($0) || $0 == 95 }
        guard isWord, (1...64).contains(text.utf8.count), text.utf8.first.map({ $0 >= 65 }) == true else { return nil }
        return text
    }

    /// `120%` as 1.2.
    static func percentage(_ text: String) -> Double? {
        guard text.hasSuffix("%"), let number = Double(text.dropLast()), number.isFinite, number > 0 else { return nil }
        return number / 100
    }
}
