/**
 * What people choose when they are asked for a password: words, walks over the keyboard, rows of digits, in English and
 * French. A password has 15 characters at least, so the short ones matter as what a long one is put together of. Longer
 * ones stand before those that they contain.
 */
export const COMMON_PASSWORDS: readonly string[] = `
1q2w3e4r5t6y7u8i9o0p 1qaz2wsx3edc4rfv5tgb 1qaz2wsx3edc4rfv qwertyuiopasdfghjklzxcvbnm azertyuiopqsdfghjklmwxcvbn
qwertyuiop azertyuiop asdfghjkl qsdfghjklm zxcvbnm wxcvbn qwertzuiop 1q2w3e4r5t 1q2w3e4r 1qaz2wsx 1a2b3c4d zaq12wsx
q1w2e3r4 qazwsxedc qazwsx a1b2c3d4 a1z2e3r4 12345678901234567890 1234567890 0987654321 123456789 987654321 12345678
87654321 1234567 7654321 123456 654321 012345 12345 54321 1234 4321 123123 321321 112233 121212 131313 101010 111111
222222 333333 444444 555555 666666 777777 888888 999999 000000 11111 00000 1111 2222 0000 9999 696969 159753 147258
147258369 159357 789456 456789 789456123 abcdefghijklmnopqrstuvwxyz abcdefgh abcdefg abcdef abcde abcd abc123 abcd1234
qwerty123 qwerty12 qwerty1 qwerty qwertz azerty123 azerty1 azerty asdfgh asdf1234 asdf zxcv qweasdzxc qweasd qwer1234
qwer passwordpassword password123 password1 password p@ssw0rd p@ssword passw0rd pa55word pa$$word passwort passphrase
pass1234 pass123 motdepasse123 motdepasse mot2passe contrasena senha123 parola changeme123 changeme changemoi
letmein welcome123 welcome1 welcome bienvenue bonjour salut hello123 hello helloworld admin123 admin1 admin
administrator administrateur root toor guest invite default temp1234 temppass test1234 test123 testing test
iloveyouforever iloveyou2 iloveyou1 iloveyou jetaime loveyou lovely loveme love123 love amour monamour doudou loulou
coucou chouchou cheri princess princesse sunshine soleil football footballer baseball basketball hockey soccer rugby
superman batman spiderman starwars pokemon naruto pikachu minecraft fortnite dragonball dragon monkey tiger panther
lion eagle falcon mustang ferrari porsche mercedes harley yamaha corvette camaro master shadow killer hunter ranger
trustno1 whatever nothing freedom liberte secret123 secret private access login12 login signin user1234 user
michael michelle jennifer jessica jordan23 jordan ashley daniel thomas charlie andrew robert george joshua matthew
anthony william nicolas nicole sophie camille julien marine pauline alexandre sebastien caroline isabelle christophe
computer internet samsung google facebook linkedin microsoft windows apple iphone android twitter youtube yahoo hotmail
chelsea arsenal liverpool barcelona manchester juventus realmadrid marseille paris parissg paris75 france london
summer winter autumn spring monday friday january february december october november september juillet septembre
summer2024 summer2025 winter2025 2020 2021 2022 2023 2024 2025 2026 1990 1991 1992 1993 1994 1995 1996 1997 1998 1999
2000 2001 2002 flower butterfly cookie chocolate chocolat banana orange purple yellow silver golden diamond ginger
pepper maggie buster bailey rocky snoopy garfield mickey donald pumpkin cheese coffee pizza hamburger angel angels
heaven jesus christ maria matrix phoenix thunder lightning warrior wizard merlin gandalf ninja samurai zombie
blink182 metallica nirvana eminem slipknot rockyou rockstar guitar music dance forever 4ever friends family mother
father sister brother baby babygirl babyboy sweetie sweety honey kitty cutie beautiful handsome gorgeous lucky
money dollar million business company customer support service success security secure network server system
database oracle cisco linux ubuntu raspberry qazxsw mypassword mypass newpassword newpass mysecret opensesame
sesame abracadabra supersecret topsecret correcthorsebatterystaple
`
  .trim()
  .split(/\s+/);
