/// What a new password must be: long, unlike its owner's address,
/// and not one that everybody tries first (NIST SP 800-63B).
public enum PasswordRules {
    /// The fewest characters.
    public static let lengthMin = 10
    /// The most characters.
    public static let lengthMax = 256

    /// One sentence for each rule that the password breaks; none when it is good.
    public static func mistakes(_ password: String, email: String) -> [String] {
        var mistakes: [String] = []
        let length = password.unicodeScalars.count
        if length < lengthMin { mistakes.append("must have at least \(lengthMin) characters") }
        if length > lengthMax { mistakes.append("must have at most \(lengthMax) characters") }
        if Set(password.unicodeScalars).count < 5 { mistakes.append("must have at least 5 different characters") }
        let lowered = password.lowercased()
        if common.contains(lowered) { mistakes.append("is one of the passwords that are tried first") }
        let owner = email.lowercased().split(separator: "@").first.map(String.init) ?? ""
        if lowered == email.lowercased() || (owner.count >= 4 && lowered.hasPrefix(owner) && length < owner.count + 4) {
            mistakes.append("must not be made from the email address")
        }
        return mistakes
    }

    /// Those of the much-published lists that are long enough to pass the other rules.
    private static let common: Set<String> = [
        "1234567890", "0123456789", "0987654321", "12345678910", "password12", "password123", "password1234",
        "passw0rd123", "p@ssw0rd123", "qwertyuiop", "qwerty12345", "qwerty123456", "1q2w3e4r5t", "1q2w3e4r5t6y",
        "1qaz2wsx3edc", "zaq12wsxcde3", "asdfghjkl1", "abcdefghij", "abcdefghijk", "administrator", "admin12345",
        "admin123456", "adminadmin", "changeme123", "letmein1234", "welcome123", "welcome1234", "iloveyou12",
        "iloveyou123", "sunshine123", "princess123", "football123", "baseball123", "superman123", "michael123",
        "millwright", "millwright1", "millwright123", "testtest12", "testpassword", "secret12345", "demopassword",
    ]
}
